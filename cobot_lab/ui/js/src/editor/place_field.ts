import * as Blockly from "blockly/core";

/** The names of the cell's points, as the last editor on the page was told them. */
let known: string[] = [];

export function setPlaces(places: string[]): void {
  known = places;
}

/** A name of a point: chosen from those of the cell; a name from elsewhere, typed in Python, stays as it is. */
export class PlaceField extends Blockly.FieldDropdown {
  constructor(value: string) {
    super(function (this: Blockly.FieldDropdown): Blockly.MenuOption[] {
      const own = this.getValue() ?? value;
      return [...new Set([...known, own])].map((name) => [name, name]);
    });
    this.setValue(value);
  }

  static override fromJson(options: Blockly.FieldConfig & { text?: string }): PlaceField {
    return new this(options.text ?? "");
  }

  protected override doClassValidation_(value?: string): string | null {
    return typeof value === "string" ? value : null;
  }

  protected override getText_(): string | null {
    return this.getValue();
  }
}

export const PLACE_FIELD = "cobot_field_place";
if (!Blockly.registry.hasItem(Blockly.registry.Type.FIELD, PLACE_FIELD)) {
  Blockly.fieldRegistry.register(PLACE_FIELD, PlaceField as unknown as Parameters<typeof Blockly.fieldRegistry.register>[1]);
}
