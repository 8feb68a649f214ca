#include "CEmbeddedPages.h"

// #embed is C23; clang offers it in every C mode and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t tasks[] = {
#embed "templates/team/tasks.mustache"
};

static const struct evenhand_page_file files[] = {
    {"team/tasks.mustache", tasks, sizeof tasks},
    {0},
};

const struct evenhand_page_file *evenhand_team_files(void) { return files; }
