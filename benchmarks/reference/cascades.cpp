// Independent cascades without bad word on ties that are all alike, as simulation/classics runs
// them: the same draws at the same addresses, so the same members.
//
// cascades_in_turn is the plain loop: one talker after the other, one point after the other.
// cascades_in_blocks is a port of simulation/classics/loops_alike.py: blocks of talkers draw their
// first points together, then their second ones, and so on.
#include "draws.hpp"

struct Graph {
    Array<int64_t> first;
    Array<int32_t> listener;
    Array<double> total;    // by number of ties: rate of a talker's clock
    Array<double> silence;  // by number of ties: exp(-total)
};

struct People {
    Array<int8_t> standing;
    Array<int32_t> members;  // one place more than there are people
    Array<int64_t> reached;
};

static const int8_t UNHEARD = 0, GOOD = 2;
static const int TOGETHER = 16;  // points by products of uniforms; further ones by logarithms
static const int BLOCK = 512, ROOM = 4096;

static int64_t place_seeds(const Array<int32_t> &seeds, const People &people) {
    for (int64_t i = 0; i < seeds.size; ++i) {
        people.members[i] = int32_t(seeds[i]);
        people.standing[seeds[i]] = GOOD;
    }
    return seeds.size;
}

static void close_replication(int64_t n, const People &people) {
    for (int64_t i = 0; i < n; ++i) {
        const int32_t v = people.members[i];
        people.standing[v] = UNHEARD;
        people.reached[v] += 1;
    }
}

static inline int64_t tell(int32_t v, int64_t n, const People &people) {
    people.members[n] = v;
    n += people.standing[v] == UNHEARD;
    people.standing[v] = GOOD;
    return n;
}

extern "C" void cascades_in_turn(
    const Array<uint64_t> *keys, const Array<int32_t> *seeds, const Graph *ties,
    const People *people, const Array<int64_t> *size
) {
    const Graph g = *ties;
    const People p = *people;
    for (int64_t r = 0; r < size->size; ++r) {
        const Key key{(*keys)[2 * r], (*keys)[2 * r + 1]};
        int64_t n = place_seeds(*seeds, p);
        for (int64_t i = 0; i < n; ++i) {
            const int32_t talker = p.members[i];
            const int64_t start = g.first[talker], n_ties = g.first[talker + 1] - start;
            const double total = g.total[n_ties], silence = g.silence[n_ties];
            if (silence >= 1.0) continue;
            double product = 1.0, level = 0.0;
            for (int k = 0;; ++k) {
                const Words words = draw(key, talker, 0, PAID_POST, k);
                if (k < TOGETHER) {
                    product *= unit(words.word[0]);
                    if (product <= silence) break;
                    if (k == TOGETHER - 1) level = -std::log(product);
                } else {
                    level -= std::log(unit(words.word[0]));
                    if (level >= total) break;
                }
                n = tell(g.listener[start + below(words.word[1], n_ties)], n, p);
            }
        }
        (*size)[r] = n;
        close_replication(n, p);
    }
}

struct Block {
    int64_t tie[ROOM];
    int32_t alive[BLOCK];
    double level[BLOCK], stop[BLOCK];
    uint32_t gap[BLOCK], place[BLOCK];
};

static int64_t hear(const Block &block, int64_t n_points, const Graph &g, const People &p, int64_t n) {
    for (int64_t j = 0; j < n_points; ++j) n = tell(g.listener[block.tie[j]], n, p);
    return n;
}

// The rest of one talker's points, draws side by side.
static int64_t alone(
    Key key, int32_t talker, double level, const Graph &g, Block &block, const People &p, int64_t n
) {
    const int64_t start = g.first[talker], n_ties = g.first[talker + 1] - start;
    const double total = g.total[n_ties];
    for (int64_t k = TOGETHER; level < total;) {
        const int64_t wanted = TOGETHER + int64_t(total - level);
        const int64_t n_draws = wanted < BLOCK ? wanted : BLOCK;
        for (int64_t i = 0; i < n_draws; ++i) {
            const Words words = draw(key, talker, 0, PAID_POST, uint32_t(k + i));
            block.gap[i] = words.word[0];
            block.place[i] = words.word[1];
        }
        int64_t n_points = 0;
        for (int64_t i = 0; i < n_draws; ++i) {
            level -= std::log(unit(block.gap[i]));
            if (level >= total) break;
            block.tie[n_points++] = start + below(block.place[i], n_ties);
        }
        n = hear(block, n_points, g, p, n);
        k += n_draws;
    }
    return n;
}

static int64_t talk(
    Key key, const int32_t *talkers, int64_t n_talkers, const Graph &g, Block &block,
    const People &p, int64_t n
) {
    int64_t n_alive = 0, n_points = 0;
    for (int64_t i = 0; i < n_talkers; ++i) {
        const int32_t talker = talkers[i];
        block.alive[n_alive] = talker;
        block.level[n_alive] = 1.0;
        block.stop[n_alive] = g.silence[g.first[talker + 1] - g.first[talker]];
        n_alive += block.stop[n_alive] < 1.0;
    }
    for (int k = 0; k < TOGETHER && n_alive > 0; ++k) {
        if (n_points + n_alive > ROOM) {
            n = hear(block, n_points, g, p, n);
            n_points = 0;
        }
        for (int64_t i = 0; i < n_alive; ++i) {
            const Words words = draw(key, block.alive[i], 0, PAID_POST, k);
            block.gap[i] = words.word[0];
            block.place[i] = words.word[1];
        }
        int64_t left = 0;
        for (int64_t i = 0; i < n_alive; ++i) {
            const int32_t talker = block.alive[i];
            const double now = block.level[i] * unit(block.gap[i]), end = block.stop[i];
            const int64_t start = g.first[talker];
            block.alive[left] = talker;
            block.level[left] = now;
            block.stop[left] = end;
            block.tie[n_points + left] = start + below(block.place[i], g.first[talker + 1] - start);
            left += now > end;
        }
        n_alive = left;
        n_points += left;
    }
    n = hear(block, n_points, g, p, n);
    for (int64_t i = 0; i < n_alive; ++i) {
        n = alone(key, block.alive[i], -std::log(block.level[i]), g, block, p, n);
    }
    return n;
}

extern "C" void cascades_in_blocks(
    const Array<uint64_t> *keys, const Array<int32_t> *seeds, const Graph *ties,
    const People *people, const Array<int64_t> *size
) {
    const Graph g = *ties;
    const People p = *people;
    static Block block;
    for (int64_t r = 0; r < size->size; ++r) {
        const Key key{(*keys)[2 * r], (*keys)[2 * r + 1]};
        int64_t n = place_seeds(*seeds, p);
        for (int64_t begin = 0; begin < n;) {
            const int64_t end = n;
            for (int64_t i = begin; i < end; i += BLOCK) {
                const int64_t n_talkers = end - i < BLOCK ? end - i : BLOCK;
                n = talk(key, p.members.data + i, n_talkers, g, block, p, n);
            }
            begin = end;
        }
        (*size)[r] = n;
        close_replication(n, p);
    }
}
