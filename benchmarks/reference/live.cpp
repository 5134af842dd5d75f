// Remember, decide, experience, receive, count, for all: loops/decide.py, experience.py, count.py.
#include <algorithm>
#include "tables.hpp"

template <class P> static inline double balance(double evidence_for, double evidence_against, const P &p) {
    const double against = p.negativity * evidence_against;
    return (evidence_for - against) / (evidence_for + against + p.uncertainty);
}

static inline double logistic(double z) { return 1.0 / (1.0 + std::exp(-z)); }

static inline double purchase_chance(double own, double others) { return own / (1.0 + own + others); }

extern "C" void remember_all(const Today *today) {
    const Today t = *today;
    const Market &m = t.market;
    const HearParameters &p = t.p.hear;
    for (int64_t i = 0; i < m.stage.size; ++i) {
        if (m.stage[i] == UNAWARE && m.heard_good[i] == 0 && m.heard_bad[i] == 0
            && m.evidence_for[i] == 0.0f && m.evidence_against[i] == 0.0f && m.fatigue[i] == 0.0f)
            continue;
        double factor = 1.0;
        const int voices = m.voices[i];
        if (p.confirmation > 0.0 && (voices & (voices - 1))) factor = 1.0 + p.confirmation;
        const double good = double(m.heard_good[i]) * (1.0 / 65536.0);
        const double bad = double(m.heard_bad[i]) * (1.0 / 65536.0);
        const double fatigue = m.fatigue[i], total = good + bad;
        double new_for = double(m.evidence_for[i]) * p.remember;
        double new_against = double(m.evidence_against[i]) * p.remember;
        double shrink = 0.0;
        if (total > 0.0) {
            const double tired = fatigue / p.fatigue_half;
            shrink = factor / (1.0 + total / p.day_saturation) / (1.0 + tired * tired);
            new_for = new_for + good * shrink;
            new_against = new_against + bad * shrink;
        }
        m.evidence_for[i] = float(new_for);
        m.evidence_against[i] = float(new_against);
        m.fatigue[i] = float(fatigue * p.fatigue_keep + total);
        const double lost = total * std::max(0.0, 1.0 - shrink);
        t.tally.counts[HEARD_WEIGHT] += int64_t(m.heard_good[i]) + int64_t(m.heard_bad[i]);
        t.tally.counts[LOST_WEIGHT] += int64_t(lost * 65536.0 + 0.5);
    }
}

static inline void buy(const Today &t, int64_t i) {
    const Market &m = t.market;
    if (m.purchases[i] == 0) {
        m.first_purchase_day[i] = int32_t(t.brand.day);
        m.recruited[i] = m.credit[i];
    }
    m.purchases[i] += 1;
    t.tally.buyers[t.tally.counts[BUYERS]] = int32_t(i);
    t.tally.counts[BUYERS] += 1;
}

static inline double attraction_of(const Today &t, int64_t i, uint32_t seen) {
    const Market &m = t.market;
    const Offer &offer = t.tables.offer;
    const DecideParameters &p = t.p.decide;
    const int group = m.groups[i];
    const double x = balance(m.evidence_for[i], m.evidence_against[i], p);
    const double log_price = offer.log_price[m.credit[i] >> 24 & 0xFF] + offer.group_log_price[group];
    const double press = offer.press[group * TRANSITIONS + PURCHASE] + offer.reviews[seen >> 24];
    const double score = p.purchase_base + p.purchase_evidence * x - p.price_sensitivity * log_price
        + double(t.population.taste[i]);
    return std::exp(score + press);
}

static inline int decide(
    int stage, double heard, double evidence_for, double evidence_against, double own, double press,
    bool on_sale, double others, double before, double u, double v, double w, const DecideParameters &p
) {
    if (stage == UNAWARE) return heard > 0.0 ? AWARE : UNAWARE;
    if (stage != AWARE && stage != INTERESTED) return stage;
    const double x = balance(evidence_for, evidence_against, p);
    if (x < p.rejection_below && v < p.rejection) return REJECTER;
    if (stage == AWARE) {
        const double chance = logistic(p.interest_base + p.interest_evidence * x + press);
        return u < chance ? INTERESTED : AWARE;
    }
    if (on_sale) {
        const double from_here = purchase_chance(before, own + others - before);
        if (from_here <= w && w < from_here + purchase_chance(own, others)) return CUSTOMER;
    }
    return INTERESTED;
}

extern "C" void decide_all(const Today *today) {
    const Today t = *today;
    const Market &m = t.market;
    const Offer &offer = t.tables.offer;
    const Key key{t.key.first, t.key.second};
    const uint32_t when = when_of(t.brand.day, t.brand.slot), shared = when_of(t.brand.day, 0);
    const uint32_t why = why_of(DECIDE, 0);
    const bool is_alone = t.rivalry.others.size == 1;
    for (int64_t i = 0; i < m.stage.size; ++i) {
        const int stage = m.stage[i];
        const double heard = double(m.heard_good[i]) + double(m.heard_bad[i]);
        if (m.heard_good[i] > 0) m.hop[i] = uint8_t(m.credit[i] >> 32 & 0xF);
        m.heard_good[i] = 0;
        m.heard_bad[i] = 0;
        if (stage > INTERESTED || (stage == UNAWARE && heard == 0.0)) continue;
        const Words words = draw(key, uint32_t(i), when, why, 0);
        uint32_t w = words.word[2];
        double own = 0.0, others = 0.0, before = 0.0;
        bool gate = true;
        const int group = m.groups[i];
        if (stage == INTERESTED) {
            gate = offer.gate[group] != 0;
            own = attraction_of(t, i, words.word[3]);
            if (t.brand.slot) w = draw(key, uint32_t(i), shared, why, 0).word[2];
            if (!is_alone) {
                others = t.rivalry.others[i];
                before = t.rivalry.before[i];
            }
        }
        const int now = decide(
            stage, heard, m.evidence_for[i], m.evidence_against[i], own,
            offer.press[group * TRANSITIONS + INTEREST], gate, others, before, unit(words.word[0]),
            unit(words.word[1]), unit(w), t.p.decide
        );
        if (now == stage) {
            if (stage == INTERESTED && !gate && unit(w) < purchase_chance(own, others)) {
                m.ever[i] |= REFUSED;
                m.evidence_against[i] = float(double(m.evidence_against[i]) + offer.frustration);
                t.tally.counts[REFUSED_COUNT] += 1;
            }
            continue;
        }
        m.stage[i] = int8_t(now);
        if (now == AWARE) {
            m.ever[i] |= SEEN_AWARE;
        } else if (now == INTERESTED) {
            m.ever[i] |= SEEN_INTERESTED;
            t.tally.counts[VISITS] += 1;
        } else if (now == CUSTOMER) {
            m.units[i] += 1;
            m.experienced_day[i] = int32_t(t.brand.day);
            buy(t, i);
        }
    }
}

static inline void receive(const Today &t, int64_t i) {
    const Market &m = t.market;
    const BrandDay &brand = t.brand;
    const ExperienceParameters &p = t.p.experience;
    const Key key{t.key.first, t.key.second};
    const uint32_t occasion = when_of(m.units[i], brand.slot), why = why_of(UNIT, 0);
    const Words a = draw(key, uint32_t(i), occasion, why, 0), b = draw(key, uint32_t(i), occasion, why, 1);
    double x = balance(m.evidence_for[i], m.evidence_against[i], p);
    if (m.units[i] > 1) x = x * (1.0 - p.own_experience);
    double clear = 1.0;
    for (int h = 0; h < m.hop[i]; ++h) clear = clear * brand.retold;
    clear = brand.clarity * clear;
    const double sum = unit(a.word[0]) + unit(a.word[1]) + unit(a.word[2]) + unit(a.word[3]);
    const double error = (sum - 2.0) * 1.7320508075688772;
    const bool defect = unit(b.word[0]) < brand.defect_share;
    const double told = std::max(0.0, x);
    const double expected = brand.expectation + p.hype * told + p.misreading * (1.0 - clear) * told;
    const double met = brand.quality + brand.quality_spread * error
        + p.taste_weight * double(t.population.taste[i]) + p.service_weight * (brand.service - 0.5);
    double y = met - expected - p.promise_gap * std::max(0.0, expected - brand.quality);
    if (defect) y = y - p.defect_loss;
    m.satisfaction[i] = float(std::min(1.0, std::max(-1.0, y)));
    if (defect) {
        if (m.case_[i] <= 0) m.case_[i] = COMPLAINT;
        t.tally.counts[FAILURES] += 1;
    } else if (m.case_[i] >= FAILED) {
        m.case_[i] = 0;
    }
    y = m.satisfaction[i];
    const double asked = p.review_share * (1.0 + brand.review_gain);
    if (unit(b.word[1]) < std::min(1.0, asked + p.review_extreme * y * y)) {
        const double written = y + brand.review_pull;
        t.tally.counts[written > 0.0 ? REVIEWS_GOOD : REVIEWS_BAD] += 1;
        const int64_t stars = int64_t(std::floor(3.5 + 2.0 * written));
        t.tally.counts[STARS] += std::min<int64_t>(5, std::max<int64_t>(1, stars));
    }
}

struct Owned {
    int stage;
    bool bought;
};

static inline Owned own(
    const Today &t, int stage, double satisfaction, int64_t group, double others, bool bonded,
    double u, double v
) {
    const ExperienceParameters &p = t.p.experience;
    const Offer &offer = t.tables.offer;
    const double *press = &offer.press[group * TRANSITIONS];
    if (stage == LAPSED) return {stage, false};
    double leaving = (p.lapse + p.lapse_dissatisfied * std::max(0.0, -satisfaction)) * press[LAPSE];
    if (bonded) leaving = leaving * (1.0 - p.bond);
    if (v < leaving) return {LAPSED, false};
    bool bought = false;
    if (offer.repeat[group] > 0.0 && offer.gate[group]) {
        const double log_price = offer.log_price[0] + offer.group_log_price[group];
        const double score = p.repeat_steepness * satisfaction - p.price_sensitivity * log_price
            + press[REPEAT];
        double chance = offer.repeat[group] * 2.0 * logistic(score);
        if (others > 0.0) {
            const double stays = std::exp(p.attachment * (1.0 + satisfaction));
            chance = chance * stays / (stays + others);
        }
        bought = u < chance;
    }
    if (stage == CUSTOMER && satisfaction > 0.0) {
        if (bought || 1.0 - v < p.loyalty * satisfaction * press[LOYALTY]) return {LOYAL, bought};
    } else if (stage == LOYAL && satisfaction > p.delight && 1.0 - v < p.advocacy * press[ADVOCACY]) {
        return {ADVOCATE, bought};
    } else if (satisfaction < 0.0 && stage != CUSTOMER) {
        return {CUSTOMER, bought};
    }
    return {stage, bought};
}

extern "C" void experience_all(const Today *today) {
    const Today t = *today;
    const Market &m = t.market;
    const ExperienceParameters &p = t.p.experience;
    const Key key{t.key.first, t.key.second};
    const uint32_t when = when_of(t.brand.day, t.brand.slot), why = why_of(JOURNEY, 0);
    const bool is_alone = t.rivalry.others.size == 1;
    for (int64_t i = 0; i < m.stage.size; ++i) {
        const int stage = m.stage[i];
        if (stage == UNAWARE) continue;
        if (m.anger[i] > 0.0f) {
            const double anger = m.anger[i];
            const double keep = m.case_[i] < 0 ? p.anger_keep_settled : p.anger_keep;
            m.anger[i] = anger < 0.001 ? 0.0f : float(anger * keep);
        }
        if (m.units[i] == 0) {
            if (stage < CUSTOMER) {
                const double v = unit(draw(key, uint32_t(i), when, why, 0).word[1]);
                const double x = balance(m.evidence_for[i], m.evidence_against[i], p);
                const double hold = 1.0 - std::max(0.0, x);
                if (stage == AWARE && 1.0 - v < p.forgetting * hold) {
                    m.stage[i] = UNAWARE;
                    m.anger[i] = 0.0f;
                } else if (stage == INTERESTED && 1.0 - v < p.cooling * hold) {
                    m.stage[i] = AWARE;
                }
            }
            continue;
        }
        if (m.experienced_day[i] == t.brand.day) {
            receive(t, i);
            continue;
        }
        const Words words = draw(key, uint32_t(i), when, why, 0);
        if (unit(words.word[2]) < t.brand.failure_chance) {
            const double loss = p.failure_loss * (1.0 - t.brand.repaired);
            m.satisfaction[i] = float(std::max(-1.0, double(m.satisfaction[i]) - loss));
            m.experienced_day[i] = int32_t(t.brand.day);
            if (m.case_[i] <= 0) m.case_[i] = FAILED;
            t.tally.counts[FAILURES] += 1;
            continue;
        }
        const Owned now = own(
            t, stage, m.satisfaction[i], m.groups[i], is_alone ? 0.0 : t.rivalry.others[i],
            m.ever[i] & BONDED, unit(words.word[0]), unit(words.word[1])
        );
        m.stage[i] = int8_t(now.stage);
        if (now.bought) buy(t, i);
    }
}

extern "C" void receive_all(const Today *today, int64_t first) {
    const Today t = *today;
    const Market &m = t.market;
    for (int64_t place = first; place < t.tally.counts[BUYERS]; ++place) {
        const int64_t i = t.tally.buyers[place];
        m.units[i] += 1;
        m.experienced_day[i] = int32_t(t.brand.day);
        receive(t, i);
    }
}

extern "C" void count_all(const Today *today) {
    const Today t = *today;
    const Market &m = t.market;
    const ExperienceParameters &p = t.p.experience;
    const Array<int64_t> counts = t.tally.counts;
    for (int64_t i = 0; i < m.stage.size; ++i) {
        const int stage = m.stage[i];
        counts[STAGES + stage] += 1;
        counts[EVER_AWARE_COUNT] += m.ever[i] & 1;
        counts[EVER_INTERESTED_COUNT] += m.ever[i] >> 1 & 1;
        if (stage == UNAWARE) continue;
        const double satisfaction = m.satisfaction[i];
        const double x = balance(m.evidence_for[i], m.evidence_against[i], p);
        const double thinks = m.units[i] > 0
            ? p.own_experience * satisfaction + (1.0 - p.own_experience) * x : x;
        counts[OPINION] += int64_t(std::floor(thinks * 65536.0 + 0.5));
        counts[OPINION_ABOVE] += int64_t(std::floor(std::max(0.0, thinks) * 65536.0 + 0.5));
        if (m.units[i] == 0) continue;
        counts[OWNERS] += 1;
        counts[PROMOTERS] += satisfaction > p.delight;
        counts[DETRACTORS] += satisfaction < 0.0;
        counts[SATISFIED] += satisfaction > 0.0;
        if (m.purchases[i] > 0) {
            counts[CUSTOMERS] += 1;
            counts[NEW_CUSTOMERS] += m.first_purchase_day[i] == t.brand.day;
            counts[REPEAT_CUSTOMERS] += m.purchases[i] > 1;
            counts[ACTIVE_CUSTOMERS] += stage >= CUSTOMER && stage <= ADVOCATE;
        }
    }
}
