#ifndef EVENHAND_EMBEDDED_SQL_H
#define EVENHAND_EMBEDDED_SQL_H

#include <stddef.h>
#include <stdint.h>

/// Number of migrations in this program.
size_t evenhand_migration_count(void);

/// File name of the migration at an index from 0, such as "0001_ground.sql"; NULL beyond the last.
const char *evenhand_migration_file(size_t index);

/// First byte of the migration's text, UTF-8 and not terminated; NULL beyond the last.
const uint8_t *evenhand_migration_bytes(size_t index);

/// Bytes in the migration's text; 0 beyond the last.
size_t evenhand_migration_length(size_t index);

#endif
