import { element } from "../shared/dom";
import { Button } from "./parts";
import type { Lang } from "./types";
import { words } from "./words";

const NAMES = ["check", "replay", "hint", "seek", "handIn"] as const;
type Name = (typeof NAMES)[number];

/** What decides which buttons help now. */
export interface Standing {
  busy: boolean;
  filmed: boolean;
  remarks: number;
  refusals: number;
  passed: boolean;
  /** Hints given so far. */
  hints: number;
}

/** The row of buttons under the program. */
export class Actions {
  readonly root: HTMLElement;
  private readonly buttons: Record<Name, Button>;

  constructor(acts: Record<Name, () => void>) {
    const made = NAMES.map((name) => [name, new Button(name === "check" ? "primary" : "plain", () => acts[name]())] as const);
    this.buttons = Object.fromEntries(made) as Record<Name, Button>;
    this.root = element("div", { class: "cl-actions" }, ...made.map(([, { root }]) => root));
  }

  focus(name: Name): void {
    this.buttons[name].root.focus();
  }

  speak(lang: Lang): void {
    const said = words(lang);
    const { replay, seek, handIn } = this.buttons;
    replay.say("replay", said.replay, said.replayHelp);
    seek.say("seek", said.seek, said.seekHelp);
    handIn.say("handIn", said.handIn);
  }

  show({ busy, filmed, remarks, refusals, passed, hints }: Standing, lang: Lang): void {
    const said = words(lang);
    const { check, replay, hint, seek, handIn } = this.buttons;
    check.say(busy ? "stop" : "check", busy ? said.stop : said.check, busy ? "" : said.checkHelp);
    hint.say("hint", hints > 0 ? said.nextHint(Math.min(hints + 1, 4)) : said.hint, hints === 4 ? said.noMoreHints : "");
    replay.enabled = filmed && !busy;
    hint.enabled = remarks > 0 && !busy && hints < 4;
    seek.enabled = handIn.enabled = !busy;
    seek.root.hidden = refusals === 0;
    handIn.root.hidden = !passed;
  }
}
