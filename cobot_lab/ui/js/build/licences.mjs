// The licence texts of everything that a bundle holds, in one file that goes into the wheel with it.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const PACKAGE = /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//;

export async function licences(inputs) {
  const folders = new Set(inputs.map((path) => PACKAGE.exec(path)?.[1]).filter(Boolean));
  const parts = await Promise.all([...folders].sort().map(licence));
  return `What follows is part of the files in this folder, under the licences given.\n\n${parts.join("\n")}`;
}

async function licence(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  if (!license || files.length === 0) {
    throw new Error(`${name} ${version} states no licence: it cannot be shipped`);
  }
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return [`${"=".repeat(100)}\n${name} ${version}: ${license}\n`, ...texts].join("\n");
}
