#include "CEmbeddedSQL.h"

// #embed is C23; clang offers it in every C mode and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t text_0001[] = {
#embed "../../sql/0001_ground.sql"
};
static const uint8_t text_0002[] = {
#embed "../../sql/0002_accounts.sql"
};
static const uint8_t text_0003[] = {
#embed "../../sql/0003_ledger.sql"
};
static const uint8_t text_0004[] = {
#embed "../../sql/0004_command.sql"
};
static const uint8_t text_0005[] = {
#embed "../../sql/0005_roster.sql"
};
static const uint8_t text_0006[] = {
#embed "../../sql/0006_non_deployment.sql"
};
static const uint8_t text_0007[] = {
#embed "../../sql/0007_gold_queue.sql"
};
static const uint8_t text_0008[] = {
#embed "../../sql/0008_rules.sql"
};
static const uint8_t text_0009[] = {
#embed "../../sql/0009_privileges.sql"
};
static const uint8_t text_0010[] = {
#embed "../../sql/0010_duty_day.sql"
};
static const uint8_t text_0011[] = {
#embed "../../sql/0011_notifications.sql"
};
static const uint8_t text_0012[] = {
#embed "../../sql/0012_changes.sql"
};
static const uint8_t text_0013[] = {
#embed "../../sql/0013_repairs.sql"
};
static const uint8_t text_0014[] = {
#embed "../../sql/0014_swaps.sql"
};
static const uint8_t text_0015[] = {
#embed "../../sql/0015_questions.sql"
};
static const uint8_t text_0016[] = {
#embed "../../sql/0016_operations.sql"
};
static const uint8_t text_0017[] = {
#embed "../../sql/0017_limited_duty.sql"
};
static const uint8_t text_0018[] = {
#embed "../../sql/0018_currencies.sql"
};
static const uint8_t text_0019[] = {
#embed "../../sql/0019_concerns.sql"
};
static const uint8_t text_0020[] = {
#embed "../../sql/0020_challenges.sql"
};
static const uint8_t text_0021[] = {
#embed "../../sql/0021_rule_sets.sql"
};
static const uint8_t text_0022[] = {
#embed "../../sql/0022_kept_plans.sql"
};
static const uint8_t text_0023[] = {
#embed "../../sql/0023_impartiality.sql"
};
static const uint8_t text_0024[] = {
#embed "../../sql/0024_finding_as_told.sql"
};
static const uint8_t text_0025[] = {
#embed "../../sql/0025_pages.sql"
};
static const uint8_t text_0026[] = {
#embed "../../sql/0026_provider.sql"
};

static const uint8_t text_0027[] = {
#embed "../../sql/0027_dip_samples.sql"
};

struct migration {
    const char *file;
    const uint8_t *bytes;
    size_t length;
};

#define MIGRATION(number, name) {#number "_" name ".sql", text_##number, sizeof text_##number}

static const struct migration migrations[] = {
    MIGRATION(0001, "ground"),
    MIGRATION(0002, "accounts"),
    MIGRATION(0003, "ledger"),
    MIGRATION(0004, "command"),
    MIGRATION(0005, "roster"),
    MIGRATION(0006, "non_deployment"),
    MIGRATION(0007, "gold_queue"),
    MIGRATION(0008, "rules"),
    MIGRATION(0009, "privileges"),
    MIGRATION(0010, "duty_day"),
    MIGRATION(0011, "notifications"),
    MIGRATION(0012, "changes"),
    MIGRATION(0013, "repairs"),
    MIGRATION(0014, "swaps"),
    MIGRATION(0015, "questions"),
    MIGRATION(0016, "operations"),
    MIGRATION(0017, "limited_duty"),
    MIGRATION(0018, "currencies"),
    MIGRATION(0019, "concerns"),
    MIGRATION(0020, "challenges"),
    MIGRATION(0021, "rule_sets"),
    MIGRATION(0022, "kept_plans"),
    MIGRATION(0023, "impartiality"),
    MIGRATION(0024, "finding_as_told"),
    MIGRATION(0025, "pages"),
    MIGRATION(0026, "provider"),
    MIGRATION(0027, "dip_samples"),
};

size_t evenhand_migration_count(void) {
    return sizeof migrations / sizeof migrations[0];
}

const char *evenhand_migration_file(size_t index) {
    return index < evenhand_migration_count() ? migrations[index].file : NULL;
}

const uint8_t *evenhand_migration_bytes(size_t index) {
    return index < evenhand_migration_count() ? migrations[index].bytes : NULL;
}

size_t evenhand_migration_length(size_t index) {
    return index < evenhand_migration_count() ? migrations[index].length : 0;
}
