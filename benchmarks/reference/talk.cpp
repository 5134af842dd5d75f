// Talk and hear, for all: the loops of simulation/dynamics/loops/talk.py and hear.py.
#include <algorithm>
#include "tables.hpp"

struct Rates {
    double good, bad, good_post, bad_post;
};

// What everything said by one talker at one time has in common.
struct Said {
    uint32_t when, why;
    bool good;
    int64_t hop, slot;
};

static inline uint64_t credit_word(int64_t day, uint32_t priority, const Said &said, int64_t talker) {
    return uint64_t(day + 1) << 52 | uint64_t(priority >> 16) << 36 | uint64_t(said.hop) << 32
        | uint64_t(said.slot) << 24 | uint64_t(talker);
}

static inline int64_t weigh(int64_t weight, float strength) {
    return int64_t(double(weight) * double(strength) + 0.5);
}

static inline void arrive(
    const Today &t, int64_t listener, int64_t weight, uint64_t word, const Said &said, int64_t voice
) {
    const Market &m = t.market;
    if (voice) m.voices[listener] |= uint8_t(voice);
    Array<int32_t> heard = said.good ? m.heard_good : m.heard_bad;
    heard[listener] = int32_t(std::min<int64_t>(int64_t(heard[listener]) + weight, LARGEST_HEARD));
    if (said.good && word > m.credit[listener]) m.credit[listener] = word;
    t.tally.counts[EXPOSURES] += 1;
    t.tally.by_slot[said.slot] += 1;
    t.tally.counts[TRACED] += 1;
}

static inline int64_t push_contacts(
    const Today &t, int64_t talker, double level, double rate, const Said &said, double factor
) {
    const Audience &a = t.ties;
    const int64_t strong = a.strong_first[talker], weak = a.weak_first[talker];
    const int64_t n_strong = a.strong_first[talker + 1] - strong;
    const int64_t n_weak = a.weak_first[talker + 1] - weak;
    const Key key{t.key.first, t.key.second};
    int64_t made = 0;
    if (n_strong + n_weak == 0) return 0;
    while (level < rate) {
        const Words words = draw(key, uint32_t(talker), said.when, said.why, uint32_t(made));
        int64_t listener, weight;
        const double share = t.p.talk.strong_share;
        if (n_strong == 0 || (n_weak > 0 && unit(words.word[1]) >= share)) {
            const int64_t tie = weak + below(words.word[2], n_weak);
            listener = a.weak_listener[tie];
            weight = int64_t(t.weights.weak * factor + 0.5);
            if (a.weak_strength.size) weight = weigh(weight, a.weak_strength[tie]);
        } else {
            const int64_t tie = strong + below(words.word[2], n_strong);
            listener = a.strong_listener[tie];
            weight = int64_t(t.weights.strong * factor + 0.5);
            if (a.strong_strength.size) weight = weigh(weight, a.strong_strength[tie]);
        }
        const uint64_t word = credit_word(t.brand.day, words.word[3], said, talker);
        arrive(t, listener, weight, word, said, t.weights.contact_voice);
        ++made;
        level -= std::log(unit(words.word[0]));
    }
    return made;
}

static inline void push_post(
    const Today &t, int64_t talker, double rate, int64_t number, const Said &said, int64_t weight,
    int64_t voice
) {
    const Audience &a = t.ties;
    const int64_t start = a.follow_first[talker], n = a.follow_first[talker + 1] - start;
    if (n == 0) return;
    const Key key{t.key.first, t.key.second};
    const bool everyone = std::isinf(rate);
    const double total = rate * double(n);
    const int64_t post = ++a.stamp[a.stamp.size - 1];
    double level = 0.0;
    for (int64_t k = 0;; ++k) {
        const uint32_t address = uint32_t(k) | uint32_t(number) << 24;
        const Words words = draw(key, uint32_t(talker), said.when, said.why, address);
        int64_t place = k;
        if (everyone) {
            if (k >= n) break;
        } else {
            level -= std::log(unit(words.word[0]));
            if (level >= total) break;
            place = below(words.word[1], n);
        }
        if (a.stamp[place] == post) continue;
        a.stamp[place] = post;
        const int64_t tie = start + place;
        const int64_t felt = a.follow_strength.size ? weigh(weight, a.follow_strength[tie]) : weight;
        const uint64_t word = credit_word(t.brand.day, words.word[2], said, talker);
        arrive(t, a.follow_listener[tie], felt, word, said, voice);
    }
}

static inline double first_gap(uint32_t word, double rate) {
    const double u = unit(word);
    return 1.0 - u >= rate ? 1.0 + rate : -std::log(u);
}

static int64_t say(
    const Today &t, int64_t i, const Rates &rates, uint32_t when, int64_t stream, int64_t slot,
    int64_t hop, double good_factor, double bad_factor
) {
    const Key key{t.key.first, t.key.second};
    const Words words = draw(key, uint32_t(i), when, why_of(TALK, stream), 0);
    const int8_t role = t.population.role[i];
    int64_t posts = 0;
    for (int is_good = 0; is_good < 2; ++is_good) {
        const double rate = is_good ? rates.good : rates.bad;
        const double post = is_good ? rates.good_post : rates.bad_post;
        const double factor = is_good ? good_factor : bad_factor;
        int64_t made = 0;
        if (rate > 0.0) {
            const uint32_t why = why_of(is_good ? GOOD_CONTACT : BAD_CONTACT, stream);
            const double level = first_gap(words.word[is_good ? 0 : 1], rate);
            made = push_contacts(t, i, level, rate, {when, why, is_good != 0, hop, slot}, factor);
        }
        if (post > 0.0 && first_gap(words.word[is_good ? 2 : 3], post) < post) {
            ++made;
            ++posts;
            if (!is_good) t.tally.counts[BAD_POSTS] += 1;
            const uint32_t why = why_of(is_good ? GOOD_POST : BAD_POST, stream);
            const int64_t weight = int64_t(t.weights.public_[role] * factor + 0.5);
            const Said said{when, why, is_good != 0, hop, slot};
            push_post(t, i, t.p.talk.post_rate, 0, said, weight, t.weights.post_voice[role]);
        }
        t.tally.counts[is_good ? GOOD_MESSAGES : BAD_MESSAGES] += made;
    }
    t.tally.counts[POSTS] += posts;
    return posts;
}

static inline Rates talk(
    int stage, int64_t units, double satisfaction, double age, double anger, double calm,
    double participation, double eagerness, const TalkParameters &p
) {
    double good = 0.0, bad = 0.0;
    if (stage == UNAWARE) return {0.0, 0.0, 0.0, 0.0};
    if (units > 0) {
        const double fade = p.floor + (1.0 - p.floor) * std::exp(-age / p.fade_days);
        if (satisfaction > 0.0 && stage != LAPSED) {
            good = p.good_contacts * satisfaction * fade * eagerness;
            if (stage == ADVOCATE) good = good * p.advocate_factor;
        } else if (satisfaction < 0.0) {
            bad = -p.bad_contacts * satisfaction * fade;
        }
    } else if (stage == INTERESTED) {
        good = p.interested_contacts;
    } else if (stage == REJECTER) {
        bad = p.rejecter_contacts;
    }
    bad = bad + p.anger_contacts * anger * calm;
    const double post = p.posts_per_contact * participation;
    return {good, bad, good * post, bad * post};
}

enum Taking { OWNERS_ONLY, INTERESTED_PEOPLE, WAITING, ANYBODY };
enum Voice { OWN_OPINION, SAYS_GOOD, SAYS_BAD };

static Rates incited(
    int stage, int64_t units, double satisfaction, bool waits, const Rates &own,
    double participation, const Programmes &q, int64_t row
) {
    const int to = q.to[row], voice = q.voice[row];
    const bool owner = units > 0 && stage != LAPSED;
    const Rates none{0.0, 0.0, 0.0, 0.0};
    if (stage == UNAWARE || (to == OWNERS_ONLY && !owner)) return none;
    if ((to == INTERESTED_PEOPLE || to == WAITING) && stage != INTERESTED) return none;
    if (to == WAITING && !waits) return none;
    const double more = q.contacts[row], open = q.posts[row] * participation;
    bool for_it = units > 0 ? satisfaction > 0.0 : stage == AWARE || stage == INTERESTED;
    if (voice != OWN_OPINION) for_it = voice == SAYS_GOOD;
    const double contacts = q.contacts_gain[row], posts = q.posts_gain[row];
    if (for_it) {
        return {own.good * contacts + more, own.bad * contacts, own.good_post * posts + open,
                own.bad_post * posts};
    }
    return {own.good * contacts, own.bad * contacts + more, own.good_post * posts,
            own.bad_post * posts + open};
}

extern "C" void talk_all(const Today *today) {
    const Today t = *today;
    const Market &m = t.market;
    const Programmes &q = t.tables.programmes;
    const uint32_t when = when_of(t.brand.day, t.brand.slot);
    for (int64_t i = 0; i < m.stage.size; ++i) {
        const int stage = m.stage[i];
        if (stage == UNAWARE) continue;
        const int64_t units = m.units[i];
        const double satisfaction = m.satisfaction[i], anger = m.anger[i];
        const double age = double(t.brand.day - m.experienced_day[i]);
        const double participation = t.population.participation[i];
        const double calm = t.tables.calm[std::abs(int(m.case_[i]))];
        const double eager = t.brand.eagerness;
        Rates calmly = talk(stage, units, satisfaction, age, anger, calm, participation, eager, t.p.talk);
        Rates rates = calmly;
        rates.bad_post = rates.bad_post * t.brand.bad_posts_kept;
        const bool silent = rates.good + rates.bad + rates.good_post + rates.bad_post <= 0.0;
        if (silent && q.least.size == 0) continue;
        int64_t hop = 0;
        double good_factor = 1.0;
        const double bad_factor = t.weights.bad[t.population.role[i]];
        if (units == 0) {
            hop = std::min<int64_t>(MOST_HOPS, int64_t(m.hop[i]) + 1);
            for (int64_t h = 0; h < hop; ++h) good_factor = good_factor * t.brand.retold;
        }
        if (!silent) say(t, i, rates, when, 0, 0, hop, good_factor, bad_factor);
        if (q.least.size > 0 && anger > 0.0) {
            calmly = talk(stage, units, satisfaction, age, 0.0, 1.0, participation, eager, t.p.talk);
        }
        for (int64_t row = 0; row < q.least.size; ++row) {
            if (units == 0 && q.to[row] == OWNERS_ONLY) continue;
            if (q.group[row] && !(m.groups[i] & q.group[row])) continue;
            if (units > 0 && satisfaction < q.least[row]) continue;
            const bool waits = m.ever[i] & REFUSED;
            const Rates r = incited(stage, units, satisfaction, waits, calmly, participation, q, row);
            if (r.good + r.bad + r.good_post + r.bad_post <= 0.0) continue;
            const double factor = q.factor[row];
            q.made[row] += say(
                t, i, r, when, q.stream[row], q.slot[row], hop, good_factor * factor,
                bad_factor * factor
            );
        }
    }
}

extern "C" void hear_all(const Today *today) {
    const Today t = *today;
    const Key key{t.key.first, t.key.second};
    const uint32_t when = when_of(t.brand.day, t.brand.slot);
    const Posts &posts = t.tables.posts;
    for (int64_t i = 0; i < posts.talker.size; ++i) {
        const Said said{when, why_of(PAID_POST, posts.stream[i]), posts.good[i] != 0, 0, posts.slot[i]};
        push_post(
            t, posts.talker[i], posts.rate[i], posts.number[i], said, posts.weight[i], posts.voice[i]
        );
    }
    const Broadcasts &b = t.tables.broadcasts;
    for (int64_t i = 0; i < b.total.size; ++i) {
        const Said said{when, why_of(BROADCAST, b.stream[i]), b.good[i] != 0, 0, b.slot[i]};
        double level = 0.0;
        for (uint32_t k = 0;; ++k) {
            const Words words = draw(key, k, when, said.why, uint32_t(b.number[i]) << 24);
            level -= std::log(unit(words.word[0]));
            if (level >= b.total[i]) break;
            const int64_t listener = below(words.word[1], t.market.stage.size);
            if (t.ties.online.size && !t.ties.online[listener]) continue;
            const uint64_t word = credit_word(t.brand.day, words.word[2], said, NOBODY);
            arrive(t, listener, b.weight[i], word, said, b.voice[i]);
        }
    }
    const Tells &tells = t.tables.tells;
    for (int64_t i = 0; i < tells.listener.size; ++i) {
        const Said said{when, why_of(TELL, tells.stream[i]), tells.good[i] != 0, 0, tells.slot[i]};
        const Words words = draw(key, uint32_t(tells.listener[i]), when, said.why, uint32_t(tells.number[i]));
        if (unit(words.word[0]) < tells.share[i]) {
            const uint64_t word = credit_word(t.brand.day, words.word[1], said, NOBODY);
            arrive(t, tells.listener[i], tells.weight[i], word, said, tells.voice[i]);
        }
    }
}
