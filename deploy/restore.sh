#!/bin/sh
# Brings a backup back into an empty database: restore.sh FILE
# Reads DATABASE_URL. Stop web, ws, worker and beat first; run `manage.py migrate` afterwards. All of it or nothing.
set -eu

file=${1:?name the file to restore}
: "${DATABASE_URL:?say which database}"

tables=$(psql --no-psqlrc --tuples-only --no-align --dbname="$DATABASE_URL" \
    --command="SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
if [ "$tables" != 0 ]; then
    echo "The database is not empty: it has $tables tables. Restore into a new one." >&2
    exit 1
fi
pg_restore --no-owner --no-privileges --exit-on-error --single-transaction --dbname="$DATABASE_URL" "$file"
echo "Restored. Start the site."
