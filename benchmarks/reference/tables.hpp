// What a day of the market is given: the tables of simulation/dynamics/tables.py, parameters.py and
// simulation/market, by the same names (with a dash where C++ keeps a name for itself). build.py
// reads the structs of this file to fill them.
#pragma once
#include "draws.hpp"

struct ReplicateKey {
    uint64_t first, second;
};

struct BrandDay {
    int64_t slot, day;
    double quality, quality_spread, defect_share, expectation, service, clarity, retold, eagerness;
    double bad_posts_kept, failure_chance, repaired, review_gain, review_pull;
};

struct Population {
    Array<float> taste, participation;
    Array<int8_t> role;
};

struct Market {
    Array<int8_t> stage;
    Array<uint8_t> ever, groups, voices, hop;
    Array<int8_t> case_;
    Array<float> evidence_for, evidence_against, fatigue, satisfaction, anger;
    Array<int32_t> experienced_day, units, purchases, first_purchase_day, heard_good, heard_bad;
    Array<uint64_t> credit, recruited;
};

struct Audience {
    Array<int64_t> strong_first;
    Array<int32_t> strong_listener;
    Array<float> strong_strength;
    Array<int64_t> weak_first;
    Array<int32_t> weak_listener;
    Array<float> weak_strength;
    Array<int64_t> follow_first;
    Array<int32_t> follow_listener;
    Array<float> follow_strength;
    Array<int64_t> stamp;
    Array<int8_t> online;
};

struct Weights {
    int64_t strong, weak;
    Array<int32_t> public_;
    Array<double> bad;
    int64_t contact_voice;
    Array<uint8_t> post_voice;
};

struct Posts {
    Array<int32_t> talker;
    Array<double> rate;
    Array<int32_t> weight;
    Array<int8_t> good;
    Array<int32_t> slot, stream, number;
    Array<uint8_t> voice;
};

struct Broadcasts {
    Array<double> total;
    Array<int32_t> weight;
    Array<int8_t> good;
    Array<int32_t> slot, stream, number;
    Array<uint8_t> voice;
};

struct Tells {
    Array<int32_t> listener;
    Array<double> share;
    Array<int32_t> weight;
    Array<int8_t> good;
    Array<int32_t> slot, stream, number;
    Array<uint8_t> voice;
};

struct Programmes {
    Array<double> least;
    Array<int8_t> to;
    Array<uint8_t> group;
    Array<int8_t> voice;
    Array<double> contacts_gain, posts_gain, contacts, posts, factor;
    Array<int32_t> slot, stream;
    Array<int64_t> made;
};

struct Offer {
    Array<int8_t> gate;
    Array<double> log_price, group_log_price, repeat, press, reviews;
    double frustration;
};

struct HostTables {
    Posts posts;
    Broadcasts broadcasts;
    Tells tells;
    Programmes programmes;
    Array<double> calm;
    Offer offer;
};

struct Tally {
    Array<int64_t> counts, by_slot;
    Array<int32_t> buyers;
};

struct Rivalry {
    Array<double> others, before;
};

struct TalkParameters {
    double good_contacts, bad_contacts, fade_days, floor, strong_share, advocate_factor;
    double anger_contacts, rejecter_contacts, interested_contacts, posts_per_contact, post_rate;
};

struct HearParameters {
    double remember, day_saturation, fatigue_half, fatigue_keep, confirmation;
};

struct DecideParameters {
    double interest_base, interest_evidence, purchase_base, purchase_evidence, price_sensitivity;
    double rejection, rejection_below, attachment, negativity, uncertainty;
};

struct ExperienceParameters {
    double promise_gap, hype, taste_weight, service_weight, misreading, defect_loss, failure_loss;
    double delight, forgetting, cooling, loyalty, advocacy, lapse, lapse_dissatisfied;
    double repeat_steepness, bond, price_sensitivity, attachment, anger_keep, anger_keep_settled;
    double own_experience, review_share, review_extreme, negativity, uncertainty;
};

struct Parameters {
    TalkParameters talk;
    HearParameters hear;
    DecideParameters decide;
    ExperienceParameters experience;
};

struct Today {
    ReplicateKey key;
    BrandDay brand;
    Population population;
    Market market;
    Audience ties;
    Weights weights;
    HostTables tables;
    Rivalry rivalry;
    Tally tally;
    Parameters p;
};

// Places in a row of daily counts.
enum Count {
    GOOD_MESSAGES, BAD_MESSAGES, EXPOSURES, BUYERS, TRACED, NEW_CUSTOMERS, POSTS, REFUSED_COUNT,
    STAGES, EVER_AWARE_COUNT = 16, EVER_INTERESTED_COUNT, OWNERS, CUSTOMERS, REPEAT_CUSTOMERS,
    OPINION, PROMOTERS, DETRACTORS, SATISFIED, OPINION_ABOVE, ACTIVE_CUSTOMERS, VISITS,
    REVIEWS_GOOD, REVIEWS_BAD, STARS, FAILURES, HEARD_WEIGHT, LOST_WEIGHT, BAD_POSTS
};

enum Stage { UNAWARE, AWARE, INTERESTED, CUSTOMER, LOYAL, ADVOCATE, REJECTER, LAPSED };
enum Transition { INTEREST, PURCHASE, REPEAT, LOYALTY, ADVOCACY, LAPSE, TRANSITIONS };
enum Ever { SEEN_AWARE = 1, SEEN_INTERESTED = 2, BONDED = 4, REFUSED = 8 };
static const int64_t COMPLAINT = 127, FAILED = 126, MOST_HOPS = 15, NOBODY = 0xFFFFFF;
static const int64_t LARGEST_HEARD = 2147483647;
