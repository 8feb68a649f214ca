#include "CEmbeddedPages.h"

// #embed is C23; clang offers it in every C mode and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define TEMPLATE(name, symbol) {name, symbol, sizeof symbol}

static const uint8_t filters[] = {
#embed "templates/gold/filters.mustache"
};
static const uint8_t queue[] = {
#embed "templates/gold/queue.mustache"
};
static const uint8_t tasks[] = {
#embed "templates/gold/tasks.mustache"
};

static const struct evenhand_page_file files[] = {
    TEMPLATE("gold/filters.mustache", filters), TEMPLATE("gold/queue.mustache", queue),
    TEMPLATE("gold/tasks.mustache", tasks), {0},
};

const struct evenhand_page_file *evenhand_gold_files(void) { return files; }
