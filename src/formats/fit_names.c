// SPDX-License-Identifier: MIT
// Names of the makers and watches that a file_id gives by number. Products are
// those whose number and name could be seen together in public files; others
// are shown by number.
#include "formats/fit.h"

typedef struct named {
    int number;
    const char *name;
} named;

static const named makers[] = {
    {1, "garmin"},    {15, "dynastream"}, {23, "suunto"},   {32, "wahoo"},   {70, "sigma"},   {89, "tacx"},
    {95, "stryd"},    {123, "polar"},     {255, "development"}, {260, "zwift"}, {265, "strava"}, {267, "bryton"},
    {289, "hammerhead"}, {294, "coros"},
};

static const named garmin_products[] = {
    {1, "hrm1"},
};

static const char *find(const named *names, size_t count, int number) {
    for (size_t i = 0; i < count; i++)
        if (names[i].number == number) return names[i].name;
    return NULL;
}

const char *fit_maker_name(int maker) {
    return find(makers, sizeof makers / sizeof makers[0], maker);
}

const char *fit_product_name(int maker, int product) {
    return maker == 1 ? find(garmin_products, sizeof garmin_products / sizeof garmin_products[0], product) : NULL;
}
