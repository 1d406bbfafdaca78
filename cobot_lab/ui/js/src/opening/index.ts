/**
 * What JupyterLab and Notebook 7 load with every page (a prebuilt extension): the lesson of a notebook opens by itself
 * as soon as its kernel is there, and again after the kernel was started anew. A cell that is run before its kernel is
 * there is silently forgotten by JupyterLab, and whoever has never seen a notebook does not know that cells are run.
 *
 * Only a cell that says nothing but `lesson("01")` is ever run, and nothing that lies beside the notebook answers to
 * the names that it imports: a file that came with a notebook is not run by looking at it.
 */
import type { Application, Cell, Kernel, NotebookModule, Panel, Plugin, ShareScope, Tracker } from "./types";

const NAME = "cobot-lab";
const LESSON = /^\s*from cobot_lab import lesson\s+lesson\("\d\d"(, lang="(fr|en)")?\)\s*$/;
const WIDGETS = "jupyter.widget";
const VIEW = "application/vnd.jupyter.widget-view+json";
/** A second tab gets a workspace of its own, whose name begins like that. */
const OTHER_TAB = /\/workspaces\/auto-[^/]+/;

/** Leaves the notebook's folder out of where modules are looked for, and takes it in again. */
const [APART, AGAIN] = [
  '__import__("sys").path[:] = [each for each in __import__("sys").path if each]',
  '"" in __import__("sys").path or __import__("sys").path.insert(0, "")',
] as const;

let scope: ShareScope = {};

/** Gives a module that the page has already. */
async function use<Module>(name: string): Promise<Module> {
  const [version] = Object.values(scope[name] ?? {});
  if (!version) throw new Error(`${NAME}: this page has no ${name}`);
  return (await version.get())() as Module;
}

function plugin({ INotebookTracker, NotebookActions }: NotebookModule): Plugin {
  const run = (panel: Panel, cell: Cell) => NotebookActions.runCells(panel.content, [cell], panel.sessionContext);
  return {
    id: `${NAME}:opening`,
    autoStart: true,
    requires: [INotebookTracker],
    activate: (app: Application, tracker: Tracker) => {
      void app.restored.then(() => roomInOtherTabs(app));
      tracker.forEach((panel) => void watch(panel, run));
      tracker.widgetAdded.connect((_, panel) => void watch(panel, run));
    },
  };
}

/** Closes the list of files, once, in a tab whose workspace is new: beside it a lesson is cramped. */
function roomInOtherTabs({ shell }: Application): void {
  const [space] = OTHER_TAB.exec(location.pathname) ?? [];
  if (!space || sessionStorage.getItem(NAME + space)) return;
  sessionStorage.setItem(NAME + space, "seen");
  shell.collapseLeft?.();
}

async function watch(panel: Panel, run: (panel: Panel, cell: Cell) => Promise<unknown>): Promise<void> {
  const { sessionContext: session } = panel;
  await panel.context.ready;
  const cell = panel.content.widgets.find(({ model }) => model.type === "code" && LESSON.test(model.sharedModel.getSource()));
  if (!cell) return;
  const open = async (kernel: Kernel | null | undefined): Promise<void> => {
    if (!kernel || panel.isDisposed || cell.isDisposed) return;
    await kernel.info;
    const told = await kernel.requestCommInfo({ target_name: WIDGETS });
    const known = told.content.status === "ok" ? Object.keys(told.content.comms) : [];
    // What the kernel still knows comes back by itself, as it was.
    const there = cell.model.outputs.toJSON().some((output) => known.includes(output.data?.[VIEW]?.model_id ?? ""));
    if (there || cell.model.executionState === "running") return;
    const silently = (code: string) => kernel.requestExecute({ code, silent: true, store_history: false }).done;
    await silently(APART);
    await run(panel, cell).finally(() => silently(AGAIN));
  };
  let anew = false;
  session.statusChanged.connect((_, status) => {
    if (status === "restarting" || status === "autorestarting") anew = true;
    else if (anew && status === "idle") {
      anew = false;
      void open(session.session?.kernel);
    }
  });
  await session.ready;
  await open(session.session?.kernel);
}

const shared = window as unknown as { _JUPYTERLAB?: Record<string, unknown> };
shared._JUPYTERLAB = {
  ...shared._JUPYTERLAB,
  [NAME]: {
    init: (given: ShareScope): void => {
      scope = given;
    },
    get: async () => {
      const made = plugin(await use<NotebookModule>("@jupyterlab/notebook"));
      return () => ({ __esModule: true, default: made });
    },
  },
};
