#!/usr/bin/env bash
# Builds without a warning, checks the format, runs every test, and closes with "N passed, N failed".
#   bash tests/run.sh            everything
#   bash tests/run.sh --quick    the unit tests, for the desk: under two minutes
#   bash tests/run.sh --long     everything, each fault as often as docs/operations.md says, over a history of a million crimes: some hours
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

quick=no
case "${1:-}" in
  "") ;;
  --quick) quick=yes ;;
  --long) export SCREENING_TESTS_LONG=1 ;; # read by tests/CrimeScreeningWorker.EndToEnd.Tests/FaultCounts.cs
  *) echo "Usage: bash tests/run.sh [--quick | --long]"; exit 2 ;;
esac

# The build makes the console's style sheet with Node.js. The store and the source are tested on a real PostgreSQL that the tests start and stop
# themselves, the console in a real Chromium: only their programs are needed.
missing=""
{ command -v node && command -v npm; } > /dev/null || missing="nodejs npm"
if [ "$quick" = no ]; then
  { command -v initdb || compgen -G "/usr/lib/postgresql/*/bin/initdb"; } > /dev/null || missing="$missing postgresql"
  { command -v chromium || command -v chromium-browser || command -v google-chrome; } > /dev/null || missing="$missing chromium"
fi
if [ -n "$missing" ]; then
  echo "Installing Debian's packages:" $missing
  as_root=""
  [ "$(id -u)" -ne 0 ] && as_root="sudo"
  # shellcheck disable=SC2086 # Several names, parted by spaces.
  { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing; } > /dev/null \
    || echo "They could not be installed. Install Node.js 20, PostgreSQL 15 and Chromium or later by hand; what needs them fails until then."
fi

log=$(mktemp)
trap 'rm -f "$log" "$log.format"' EXIT

echo "Building"
dotnet build CrimeScreeningWorker.sln -c Release -v q || { echo "0 passed, 1 failed"; exit 1; }

# Beside the unit tests: both take about a minute, and neither needs a quiet machine.
if [ "$quick" = no ]; then
  echo "Checking the format"
  dotnet format CrimeScreeningWorker.sln --verify-no-changes --no-restore > "$log.format" 2>&1 &
  format=$!
fi

projects="tests/CrimeScreeningWorker.Screening.Tests"
[ "$quick" = no ] && projects="$projects tests/CrimeScreeningWorker.Database.Tests tests/CrimeScreeningWorker.EndToEnd.Tests tests/CrimeScreeningWorker.ReviewConsole.Tests"

# Each test of a fault leaves a line here, and each that takes a figure a table: what was tried, and what became of it.
rm -rf artifacts/faults artifacts/figures

status=0
for project in $projects; do
  echo "Testing $(basename "$project")"
  dotnet test "$project" -c Release --no-build --logger "console;verbosity=minimal" 2>&1 | tee -a "$log" || status=1
  if [ -n "${format:-}" ]; then
    wait "$format" || { cat "$log.format"; echo "The format is not clean: run dotnet format."; echo "0 passed, 1 failed"; exit 1; }
    format=""
  fi
done

if [ -d artifacts/faults ]; then
  echo "| fault | tried | survived | rows lost | rows twice | seconds to recover, at most |"
  cat artifacts/faults/*.txt
fi
[ -d artifacts/figures ] && cat artifacts/figures/*.txt

count() { grep -oE "$1: +[0-9]+" "$log" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(count Passed)
failed=$(count Failed)
skipped=$(count Skipped)
if [ "$skipped" -gt 0 ]; then
  echo "$skipped tests were skipped; nothing may be skipped here."
  failed=$((failed + skipped))
fi
[ "$status" -ne 0 ] && [ "$failed" -eq 0 ] && failed=1
[ "$passed" -eq 0 ] && failed=$((failed + 1))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
