// Bill of materials of a built or published folder, as CycloneDX 1.6: node deploy/sbom.mjs FOLDER > sbom.json
// What is in it: every NuGet package that the program was built with (its deps.json names them with their hashes), the .NET runtime where the folder carries it,
// and the npm packages that the console's style sheet and script are made of. The same folder gives the same bytes.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = process.argv[2];
if (!folder) {
  console.error("Usage: node deploy/sbom.mjs FOLDER > sbom.json");
  process.exit(2);
}

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const hex = (integrity) => Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
const component = (purl, name, version, integrity) => ({
  type: "library", "bom-ref": purl, name, version, purl,
  ...(integrity?.startsWith("sha512-") ? { hashes: [{ alg: "SHA-512", content: hex(integrity) }] } : {}),
});

const { libraries } = read(join(folder, "CrimeScreeningWorker.deps.json"));
const own = Object.keys(libraries).find((name) => name.startsWith("CrimeScreeningWorker/"));
// A self-contained folder names the runtime as "runtimepack.NAME": the package of that name, without a hash.
const nuget = Object.entries(libraries).filter(([, library]) => ["package", "runtimepack"].includes(library.type)).map(([id, library]) => {
  const [name, version] = id.replace(/^runtimepack\./, "").split("/");
  return component(`pkg:nuget/${name}@${version}`, name, version, library.sha512);
});

const lock = join(dirname(fileURLToPath(import.meta.url)), "..", "src", "CrimeScreeningWorker.ReviewConsole", "package-lock.json");
const npm = Object.entries(read(lock).packages).filter(([path]) => path).map(([path, found]) => {
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  return component(`pkg:npm/${name.replace("@", "%40")}@${found.version}`, name, found.version, found.integrity);
});

const components = [...new Map([...nuget, ...npm].map((part) => [part.purl, part])).values()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
const [name, version] = own.split("/");
process.stdout.write(JSON.stringify({
  bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
  metadata: { component: { type: "application", "bom-ref": name, name, version } },
  components,
}, null, 2) + "\n");
