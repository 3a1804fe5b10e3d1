#!/bin/sh
# Packs all that the proof on a GPU needs but the driver: a Java runtime, jars, TensorRT and CUDA,
# the golden data and the shipped model; in pieces of at most 60 MB, with checksums.
#
#   itests/gpu/pack.sh FOLDER [TENSORRT_HOME [TENSORRT11_HOME]]
#
# FOLDER         where the pieces go; must not exist
# TENSORRT_HOME  what 'nexusgen engines install tensorrt --to' made; without it only a dry run works
# TENSORRT11_HOME  the same of tensorrt11, to be proved, too
#
# Run 'mvn package -DskipTests -pl distribution,itests/parity -am' before. JAVA_HOME must be a JDK
# of 21 or newer.
set -eu
here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
root=$(CDPATH='' cd -P "$here/../.." && pwd)
[ $# -ge 1 ] || { sed -n '2,14p' "$0" >&2; exit 2; }
pieces=$1
tensorrt=${2:-}
tensorrt11=${3:-}
piece_size=60000000
[ ! -e "$pieces" ] || { echo "pack: $pieces is there; give a folder to make" >&2; exit 2; }
[ -x "${JAVA_HOME:-}/bin/jlink" ] || { echo "pack: JAVA_HOME has no bin/jlink; wants a JDK" >&2; exit 2; }
installed=$(find "$root/distribution/target" -maxdepth 3 -type d -name lib 2>/dev/null | head -n 1)
[ -n "$installed" ] || { echo "pack: no distribution; run mvn package -DskipTests -pl distribution -am" >&2; exit 2; }
installed=$(dirname "$installed")
[ -d "$root/itests/parity/target/test-classes" ] || { echo "pack: itests/parity is not compiled" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
proof=$work/nexusgen-proof
mkdir -p "$proof/jars" "$proof/itests/golden" "$proof/distribution/models"

# All jars on one class path: what is a bundle or a module elsewhere is a plain jar here. Those that
# only an engine's worker loads stay in folders beside them: of two releases they have equal names.
find "$installed/lib" "$installed/bundle" -name '*.jar' -not -path '*/tensorrt*/*' \
  -not -name 'pytorch-native-*' -exec cp {} "$proof/jars/" \;
cp -R "$installed"/lib/tensorrt "$installed"/lib/tensorrt11 "$proof/jars/"
"$JAVA_HOME/bin/jar" --create --file "$proof/jars/nexusgen-proof.jar" \
  -C "$root/itests/parity/target/test-classes" .
cp "$root"/itests/golden/target/nexusgen-golden-*.jar "$proof/jars/"
cp "$root"/itests/tensorrt/target/nexusgen-tensorrt-standin-*.jar "$proof/jars/"
for library in com/fasterxml/jackson/core/jackson-databind \
  com/fasterxml/jackson/core/jackson-annotations org/assertj/assertj-core net/bytebuddy/byte-buddy; do
  jar=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/$library" -name '*.jar' 2>/dev/null |
    sort -V | tail -n 1)
  [ -n "$jar" ] || { echo "pack: no $library in the Maven repository; set MAVEN_REPOSITORY" >&2; exit 2; }
  cp "$jar" "$proof/jars/"
done
mkdir "$proof/itests/golden/data"
cp -R "$root/itests/golden/data/starter" "$proof/itests/golden/data/"
cp -R "$root/distribution/models/mini" "$proof/distribution/models/mini"
cp "$here/gpu-proof.sh" "$here"/proof-*.sh "$here"/torch_*.py "$proof/"
# With what was not committed, it is no result of that commit.
(cd "$root" && git describe --always --dirty --abbrev=40 2>/dev/null || echo unknown) > "$proof/commit"

# jlink takes no automatic modules, so the runtime has the JDK's modules and the jars stay outside.
"$JAVA_HOME/bin/jlink" --output "$proof/java" --strip-debug --no-header-files --no-man-pages \
  --add-modules java.se,jdk.unsupported,jdk.zipfs,jdk.management,jdk.jfr,jdk.crypto.ec,jdk.httpserver
if [ -n "$tensorrt" ]; then
  [ -f "$tensorrt/lib/libnvinfer.so.8" ] || { echo "pack: $tensorrt/lib has no libnvinfer.so.8" >&2; exit 2; }
  mkdir "$proof/tensorrt"
  cp -RL "$tensorrt/lib" "$proof/tensorrt/lib"
fi
if [ -n "$tensorrt11" ]; then
  [ -f "$tensorrt11/lib/libnvinfer.so.11" ] || { echo "pack: $tensorrt11/lib has no libnvinfer.so.11" >&2; exit 2; }
  mkdir "$proof/tensorrt11"
  cp -RL "$tensorrt11/lib" "$proof/tensorrt11/lib"
fi

mkdir -p "$pieces"
tar -C "$work" -czf - nexusgen-proof | split -b "$piece_size" -d -a 4 - "$pieces/piece."
cp "$here/gpu-proof.sh" "$pieces/"
(cd "$pieces" && sha256sum piece.* > SHA256SUMS)
echo "$(ls "$pieces" | grep -c '^piece\.') pieces in $pieces; there: sh gpu-proof.sh"
