#!/usr/bin/env bash
# Proves the Dockerfile as far as a machine without a container engine allows: the build stage's own COPY and RUN lines in a clean tree, then the
# finished folder as the user of the image (1654, no rights), with every file system read-only but /tmp and the data folder, and the health check.
# Needs root on Linux (it makes a mount namespace), .NET and Node.js. What it does not prove: that the images named by FROM exist, and apt's line.
#   bash tests/container.sh
set -euo pipefail
cd "$(dirname "$0")/.."
root=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
uid=1654

echo "1. The build stage in a clean tree"
mkdir -p "$work/context" "$work/source"
git ls-files -z | tar --null -cf - --files-from=- | tar -xf - -C "$work/context"
stage=$(sed -n '/AS build/,/^FROM .*runtime-deps/p' Dockerfile | grep -E '^(COPY|RUN) ')
while IFS= read -r line; do
  set -f
  # shellcheck disable=SC2086 # The words of the line, as the engine parts them.
  set -- $line
  set +f
  case "$1" in
    COPY)
      shift
      target="${*: -1}"
      mkdir -p "$work/source/$target"
      for from in "${@:1:$#-1}"; do
        for file in $work/context/$from; do
          if [ -d "$file" ]; then cp -R "$file/." "$work/source/$target/"; else cp "$file" "$work/source/$target/"; fi
        done
      done
      ;;
    RUN)
      case "$line" in *apt-get*) echo "not run: ${line#RUN }" ;; *) (cd "$work/source" && eval "$(echo "${line#RUN }" | sed "s| /published| $work/published|")" > "$work/log") || { tail -20 "$work/log"; exit 1; } ;; esac
      ;;
  esac
done <<< "$stage"
test -x "$work/published/CrimeScreeningWorker"

echo "2. The finished folder as user $uid, everything read-only but /tmp and the data folder"
mkdir "$work/data" "$work/published/open"
chmod 777 "$work/published/open"
chown "$uid" "$work/data"
chmod 755 "$work" "$work/published"
cat > "$work/inside" <<INSIDE
set -e
mount --make-rprivate /
mount --bind "$work/data" "$work/data"
mount -o remount,bind,ro /
mkdir -p /tmp 2> /dev/null || true
cd "$work/data"
as() { setpriv --reuid=$uid --regid=$uid --clear-groups --no-new-privs env -i PATH="\$PATH" HOME=/nonexistent TMPDIR="$work/data" DOTNET_ROOT="\${DOTNET_ROOT:-}" DOTNET_EnableDiagnostics=0 "\$@"; }
# With a directory that everybody may write, rights alone would not refuse: the file system must.
if as touch /written-where-it-must-not-be 2> /dev/null; then echo "/ can be written"; exit 1; fi
if as touch "$work/published/open/written-where-it-must-not-be" 2> /dev/null; then echo "the program's folder can be written"; exit 1; fi
as "$work/published/CrimeScreeningWorker" screen --source "$work/published/samples/force-month.csv" --store "sqlite:$work/data/screening.db" --out "$work/data/out"
as env CRIMESCREENING_SignIn__Local=true "$work/published/CrimeScreeningWorker" review --store "sqlite:$work/data/screening.db" --urls http://127.0.0.1:8799 > "$work/data/console.log" 2>&1 &
console=\$!
for try in 1 2 3 4 5 6 7 8 9 10 11 12; do
  if as "$work/published/CrimeScreeningWorker" health --url http://127.0.0.1:8799/live; then well=yes; break; fi
  sleep 1
done
kill -- \$(pgrep -f "$work/published/CrimeScreeningWorker review")
wait \$console || true
if [ "\${well:-no}" != yes ]; then echo "the console was not well"; cat "$work/data/console.log"; exit 1; fi
if as "$work/published/CrimeScreeningWorker" health --url http://127.0.0.1:8799/live; then echo "well without a console"; exit 1; fi
INSIDE
unshare --mount bash "$work/inside"
test -s "$work/data/out/triage.csv"
test "$(stat -c %u "$work/data/screening.db")" = "$uid"
echo "Proved: build, user without rights, read-only file system, health check. Not proved: the images of the FROM lines, apt-get, an engine's own start."
