#include "CEmbeddedPages.h"

// #embed is C23; clang offers it in every C mode and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t js[] = {
#embed "static/board.js"
};

static const struct evenhand_page_file files[] = {{"static/board.js", js, sizeof js}, {0}};

const struct evenhand_page_file *evenhand_board_files(void) { return files; }
