#include "CEmbeddedPages.h"

// #embed is C23; clang offers it in every C mode and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define TEMPLATE(name, symbol) {name, symbol, sizeof symbol}

static const uint8_t layout[] = {
#embed "templates/frame/layout.mustache"
};
static const uint8_t form[] = {
#embed "templates/frame/form.mustache"
};
static const uint8_t field[] = {
#embed "templates/frame/field.mustache"
};
static const uint8_t table[] = {
#embed "templates/frame/table.mustache"
};
static const uint8_t summary[] = {
#embed "templates/frame/summary.mustache"
};
static const uint8_t timeline[] = {
#embed "templates/frame/timeline.mustache"
};
static const uint8_t message[] = {
#embed "templates/frame/message.mustache"
};
static const uint8_t parts[] = {
#embed "templates/frame/parts.mustache"
};
static const uint8_t css[] = {
#embed "static/evenhand.css"
};
static const uint8_t js[] = {
#embed "static/evenhand.js"
};
static const uint8_t live[] = {
#embed "static/live.js"
};

static const struct evenhand_page_file files[] = {
    TEMPLATE("frame/layout.mustache", layout), TEMPLATE("frame/form.mustache", form),
    TEMPLATE("frame/field.mustache", field),   TEMPLATE("frame/table.mustache", table),
    TEMPLATE("frame/summary.mustache", summary), TEMPLATE("frame/timeline.mustache", timeline),
    TEMPLATE("frame/message.mustache", message), TEMPLATE("frame/parts.mustache", parts),
    TEMPLATE("static/evenhand.css", css), TEMPLATE("static/evenhand.js", js),
    TEMPLATE("static/live.js", live), {0},
};

const struct evenhand_page_file *evenhand_frame_files(void) { return files; }
