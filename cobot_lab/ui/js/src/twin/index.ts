/** The twin: `createTwin` for a page, and as default the widget for a notebook. */

import { style } from "../shared/style";
import { createTwin as create, type Twin } from "./component";
import css from "./twin.css";
import type { FilmMeta, FindingMark, Lang, Outcome, Scene, TwinEvents } from "./types";

export { reach, toolPose } from "./kinematics";
export type { Twin } from "./component";
export type * from "./types";

export function createTwin(root: HTMLElement, options: { lang: Lang }, events: TwinEvents = {}): Twin {
  style("twin", css);
  return create(root, options, events);
}

/** What of anywidget's model is used here. */
interface Model {
  on(event: "msg:custom", call: (message: Message, buffers: DataView[]) => void): void;
  off(event: "msg:custom", call: (message: Message, buffers: DataView[]) => void): void;
  send(content: unknown): void;
}

/** What the kernel says; see `widgets/twin.py`. */
type Message =
  | { do: "scene"; scene: Scene | null }
  | { do: "film"; meta: FilmMeta | null }
  | { do: "findings"; findings: FindingMark[] }
  | { do: "outcomes"; outcomes: Outcome[] }
  | { do: "language"; language: Lang }
  | { do: "hover"; step: number | null }
  | { do: "seek"; t: number }
  | { do: "play" };

/** A buffer may begin anywhere in its message; floats want an address that is a multiple of four. */
function floats(told: DataView | undefined): Float32Array | undefined {
  return told && new Float32Array(told.buffer.slice(told.byteOffset, told.byteOffset + told.byteLength));
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const tell = (kind: string) => (value: unknown) => model.send({ do: kind, value });
  const twin = createTwin(
    el,
    { lang: "fr" },
    { onStep: tell("step"), onTeach: tell("teach"), onFinding: tell("finding"), onOutcome: tell("outcome") },
  );
  const hear = (message: Message, buffers: DataView[]): void => {
    switch (message.do) {
      case "scene":
        if (message.scene) twin.setScene(message.scene);
        break;
      case "film":
        twin.setRecording(message.meta, floats(buffers[0]));
        break;
      case "findings":
        twin.setFindings(message.findings);
        break;
      case "outcomes":
        twin.setOutcomes(message.outcomes);
        break;
      case "language":
        twin.setLang(message.language);
        break;
      case "hover":
        twin.hoverStep(message.step);
        break;
      case "seek":
        twin.seek(message.t);
        break;
      case "play":
        twin.play();
        break;
    }
  };
  model.on("msg:custom", hear);
  model.send({ do: "start" });
  return () => {
    model.off("msg:custom", hear);
    twin.dispose();
  };
}

export default { render };
