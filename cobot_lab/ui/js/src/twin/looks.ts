/** What things are made of, to look at. */

import {
  CanvasTexture,
  MeshStandardMaterial,
  RepeatWrapping,
  SRGBColorSpace,
  type MeshStandardMaterialParameters,
} from "three";

const LOOKS: Record<string, MeshStandardMaterialParameters> = {
  tube: { color: 0xe4e8eb, roughness: 0.38, metalness: 0.1 },
  housing: { color: 0xb4bdc5, roughness: 0.45, metalness: 0.15 },
  cap: { color: 0x2f74b5, roughness: 0.38, metalness: 0.05 },
  metal: { color: 0xaeb6bd, roughness: 0.3, metalness: 0.65 },
  dark: { color: 0x56616c, roughness: 0.55, metalness: 0.15 },
  pad: { color: 0x3a434c, roughness: 0.7, metalness: 0.0 },
  seam: { color: 0x59636d, roughness: 0.7, metalness: 0.1 },
  table: { color: 0xd2cfc8, roughness: 0.82, metalness: 0.0 },
};

/** The materials of one scene, each made once. */
export class Looks {
  private readonly made = new Map<string, MeshStandardMaterial>();

  role(name: string): MeshStandardMaterial {
    return this.keep(name, () => new MeshStandardMaterial(LOOKS[name] ?? LOOKS["housing"]));
  }

  coloured(colour: readonly number[], part: boolean): MeshStandardMaterial {
    const key = `${colour.join()}${part}`;
    return this.keep(key, () => {
      const [r, g, b] = colour as [number, number, number];
      const material = new MeshStandardMaterial({ roughness: part ? 0.35 : 0.6, metalness: part ? 0.25 : 0.02 });
      material.color.setRGB(r, g, b, SRGBColorSpace);
      return material;
    });
  }

  dispose(): void {
    this.made.forEach((material) => {
      material.map?.dispose();
      material.dispose();
    });
    this.made.clear();
  }

  private keep(key: string, make: () => MeshStandardMaterial): MeshStandardMaterial {
    const known = this.made.get(key);
    if (known) return known;
    const material = make();
    this.made.set(key, material);
    return material;
  }
}

/** Slanted stripes on nothing, one tile of 64 pixels. */
export function hatching(colour: string): CanvasTexture {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext("2d");
  if (pen) {
    pen.strokeStyle = colour;
    pen.lineWidth = 8;
    for (const x of [-64, -32, 0, 32, 64, 96]) {
      pen.beginPath();
      pen.moveTo(x - 8, 72);
      pen.lineTo(x + 72, -8);
      pen.stroke();
    }
  }
  const texture = new CanvasTexture(canvas);
  texture.wrapS = texture.wrapT = RepeatWrapping;
  texture.colorSpace = SRGBColorSpace;
  return texture;
}

/** A faint grid of 100 mm with a little grain, for the top of the table. */
export function surface(metresAcross: number, metresDeep: number): CanvasTexture {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 256;
  const pen = canvas.getContext("2d");
  if (pen) {
    pen.fillStyle = "#f2efe9";
    pen.fillRect(0, 0, 256, 256);
    let seed = 7;
    for (let i = 0; i < 2600; i++) {
      seed = (seed * 16807) % 2147483647;
      const x = seed % 256;
      seed = (seed * 16807) % 2147483647;
      pen.fillStyle = seed % 2 ? "rgba(255,255,255,.28)" : "rgba(90,80,60,.05)";
      pen.fillRect(x, (seed >> 3) % 256, 2, 1);
    }
    pen.strokeStyle = "rgba(70,62,48,.42)";
    pen.lineWidth = 3;
    pen.strokeRect(0, 0, 256, 256);
  }
  const texture = new CanvasTexture(canvas);
  texture.wrapS = texture.wrapT = RepeatWrapping;
  texture.repeat.set(metresAcross / 0.1, metresDeep / 0.1);
  texture.colorSpace = SRGBColorSpace;
  texture.anisotropy = 8;
  return texture;
}
