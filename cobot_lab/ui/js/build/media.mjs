// Blockly asks a remote address for its pictures. They are put inside the bundle instead; when Blockly's own code has
// another number of such places than expected, the build stops, for a place that nobody looked at would ask the network.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const KINDS = { svg: "image/svg+xml", cur: "image/x-icon" };

const PLACES = [
  // what, how often in blockly_compressed.js, and what stands there instead
  { name: "remote address", count: 1, find: /"https:\/\/static\.blockly\.com\/media\/"/g, put: async () => '""' },
  {
    name: "sprites",
    count: 5,
    find: /[\w.]+\.pathToMedia\+El\.url/g,
    put: async (_, uri) => JSON.stringify(await uri("sprites.svg")),
  },
  {
    name: "single pictures",
    count: 4,
    find: /`\$\{[\w.]+\.pathToMedia\}([\w-]+\.svg)`/g,
    put: async ([, file], uri) => JSON.stringify(await uri(file)),
  },
  {
    name: "pictures in style sheets",
    count: 6,
    find: /"?<<<PATH>>>\/([\w-]+\.(?:svg|cur))"?/g,
    put: async ([, file], uri) => await uri(file),
  },
];

export async function inlined(source, uri) {
  for (const place of PLACES) {
    const found = [...source.matchAll(place.find)];
    if (found.length !== place.count) {
      throw new Error(`Blockly has ${found.length} places of “${place.name}”, not ${place.count}: look at them anew`);
    }
    const parts = [];
    let at = 0;
    for (const match of found) {
      parts.push(source.slice(at, match.index), await place.put(match, uri));
      at = match.index + match[0].length;
    }
    source = parts.join("") + source.slice(at);
  }
  return source;
}

export const blocklyMedia = {
  name: "blockly-media",
  setup(build) {
    build.onLoad({ filter: /blockly[\\/]blockly_compressed\.js$/ }, async ({ path }) => {
      const uri = async (file) => {
        const bytes = await readFile(join(path, "..", "media", file));
        return `data:${KINDS[file.split(".").pop()]};base64,${bytes.toString("base64")}`;
      };
      return { contents: await inlined(await readFile(path, "utf8"), uri), loader: "js" };
    });
  },
};

// The addresses of help pages on the network, which our blocks never show.
export const blocklyWords = {
  name: "blockly-words",
  setup(build) {
    build.onLoad({ filter: /blockly[\\/]msg[\\/]\w+\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: source.replace(/("\w+_HELPURL"\]\s*=\s*)"[^"]*"/g, '$1""'), loader: "js" };
    });
  },
};
