#ifndef EVENHAND_EMBEDDED_PAGES_H
#define EVENHAND_EMBEDDED_PAGES_H

#include <stddef.h>
#include <stdint.h>

/// A file of the pages: a template or something served as it is.
struct evenhand_page_file {
    /// Its name, such as "frame/layout.mustache"; NULL behind the last.
    const char *name;
    /// Its bytes, not terminated.
    const uint8_t *bytes;
    size_t length;
};

/// The files of the frame and of signing in, ended by one without a name.
const struct evenhand_page_file *evenhand_frame_files(void);
/// Those of the duties office's board and rosters.
const struct evenhand_page_file *evenhand_board_files(void);
/// Those of the day's work.
const struct evenhand_page_file *evenhand_dutyday_files(void);
/// Those of supervisors.
const struct evenhand_page_file *evenhand_team_files(void);
/// Those of the Gold group and its advisers.
const struct evenhand_page_file *evenhand_gold_files(void);
/// Those of officers and auditors.
const struct evenhand_page_file *evenhand_officer_files(void);

#endif
