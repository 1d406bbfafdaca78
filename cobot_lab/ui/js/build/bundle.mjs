// Each src/<name>/index.ts becomes ../static/<name>.js, one file with everything in it. Names given make only those.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { checkFrench } from "./french.mjs";
import { licences } from "./licences.mjs";
import { blocklyMedia, blocklyWords } from "./media.mjs";

const OUT = join("..", "static");
/** What a page loads as a plain script, not as a module: extensions of JupyterLab. */
const CLASSIC = ["opening"];
const asked = process.argv.slice(2);
const all = (await readdir("src")).filter((name) => existsSync(join("src", name, "index.ts"))).sort();
const names = asked.length > 0 ? asked : all;

await checkFrench();
await mkdir(OUT, { recursive: true });
if (asked.length === 0) await rm(join(OUT, "fonts"), { recursive: true, force: true });
const options = {
  outdir: OUT,
  bundle: true,
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  loader: { ".css": "text", ".svg": "text", ".woff2": "file" },
  assetNames: "fonts/[name]",
  plugins: [blocklyMedia, blocklyWords],
  metafile: true,
  logLevel: "warning",
};
const inputs = [];
for (const format of ["esm", "iife"]) {
  const made = names.filter((name) => CLASSIC.includes(name) === (format === "iife"));
  const entryPoints = Object.fromEntries(made.map((name) => [name, join("src", name, "index.ts")]));
  const { metafile } = await esbuild.build({ ...options, format, entryPoints });
  inputs.push(...Object.keys(metafile.inputs));
}
if (asked.length === 0) {
  const kept = new Set([...names.map((name) => `${name}.js`), ".sources", "fonts"]);
  const gone = (await readdir(OUT)).filter((file) => !kept.has(file));
  await Promise.all(gone.map((file) => rm(join(OUT, file), { recursive: true })));
  await writeFile(join(OUT, "THIRD_PARTY_LICENCES.txt"), await licences(inputs));
}

for (const name of names) {
  const bytes = await readFile(join(OUT, `${name}.js`));
  const sizes = [bytes.length, gzipSync(bytes).length].map((size) => `${(size / 1024).toFixed(0)} KiB`);
  console.log(`  ${name}.js ${sizes[0]}, compressed ${sizes[1]}`);
}
