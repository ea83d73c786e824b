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
    {1, "garmin"},  {15, "dynastream"}, {23, "suunto"},    {28, "trainingpeaks"}, {32, "wahoo"},
    {69, "stages"}, {70, "sigma"},      {95, "stryd"},     {123, "polar"},        {255, "development"},
    {260, "zwift"}, {265, "strava"},    {267, "bryton"},   {281, "trainerroad"},  {289, "hammerhead"},
    {294, "coros"}, {307, "onelap"},    {331, "mywhoosh"},
};

static const named garmin_products[] = {
    {988, "fr60"},     {1018, "fr310xt"},       {1036, "edge500"},      {1124, "fr110"},
    {1169, "edge800"}, {1325, "edge200"},       {1328, "fr910xt"},      {1345, "fr610"},
    {1436, "fr70"},    {1446, "fr310xt"},       {1561, "edge510"},      {1567, "edge810"},
    {1765, "fr920xt"}, {1836, "edge1000"},      {1967, "fenix2"},       {2050, "fenix3"},
    {2067, "edge520"}, {2148, "fr25"},          {2158, "fr735xt"},      {2337, "vivoactive hr"},
    {2530, "edge820"}, {2604, "fenix5x"},       {2691, "fr935"},        {2697, "fenix5"},
    {2888, "fr645m"},  {2927, "vivosmart4"},    {3077, "fr245 music"},  {3111, "fenix5x plus"},
    {3113, "fr945"},   {3121, "edge530"},       {3224, "vivoactive4s"}, {3258, "descent mk2"},
    {3291, "fenix6x"}, {3570, "edge1030 plus"}, {3843, "edge1040"},     {3992, "fr255"},
    {4024, "fr955"},   {4260, "venu3"},         {4315, "fr965"},        {4655, "edge mtb"},
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
    return maker == 1 ? find(garmin_products, sizeof garmin_products / sizeof garmin_products[0], product)
                      : NULL;
}
