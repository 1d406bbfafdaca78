/** What of JupyterLab is used here. */

interface Signal<Value> {
  connect(call: (sender: unknown, value: Value) => void): void;
}

/** Modules that a page shares with its extensions, by name and version. */
export type ShareScope = Record<string, Record<string, { get(): Promise<() => unknown> }>>;

export interface Kernel {
  /** Fulfilled once it has answered. */
  readonly info: Promise<unknown>;
  requestExecute(content: { code: string; silent: boolean; store_history: boolean }): { readonly done: Promise<unknown> };
  requestCommInfo(content: { target_name: string }): Promise<{ content: { status: "error" } | { status: "ok"; comms: object } }>;
}

export interface Cell {
  readonly isDisposed: boolean;
  readonly model: {
    type: string;
    executionState?: string;
    sharedModel: { getSource(): string };
    outputs: { toJSON(): { data?: Record<string, { model_id?: string }> }[] };
  };
}

export interface Panel {
  readonly isDisposed: boolean;
  readonly context: { ready: Promise<void> };
  readonly content: { widgets: readonly Cell[] };
  readonly sessionContext: { ready: Promise<void>; session: { kernel: Kernel | null } | null; statusChanged: Signal<string> };
}

export interface Tracker {
  forEach(call: (panel: Panel) => void): void;
  readonly widgetAdded: Signal<Panel>;
}

export interface Application {
  readonly restored: Promise<void>;
  /** Notebook 7 has no list of files beside a notebook. */
  readonly shell: { collapseLeft?(): void };
}

export interface NotebookModule {
  INotebookTracker: unknown;
  NotebookActions: { runCells(content: Panel["content"], cells: Cell[], session: Panel["sessionContext"]): Promise<boolean> };
}

export interface Plugin {
  id: string;
  autoStart: boolean;
  requires: unknown[];
  activate(app: Application, tracker: Tracker): void;
}
