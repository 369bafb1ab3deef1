import xterm from '@xterm/headless';

/** What a real terminal emulator (xterm) makes of the bytes that a program writes. */
export interface Screen {
  write(text: string): void;
  resize(columns: number, rows: number): void;
  /** The lines that are visible now, without trailing blanks; those below the last one left out. */
  visible(): Promise<readonly string[]>;
  /** All lines, those that have scrolled away included. */
  whole(): Promise<readonly string[]>;
  readonly columns: number;
  readonly rows: number;
}

export function openScreen(columns: number, rows: number): Screen {
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
  const parsed = (): Promise<void> => new Promise((resolve) => terminal.write('', resolve));
  const lines = (from: number): readonly string[] => {
    const { active } = terminal.buffer;
    const all = Array.from({ length: active.length - from }, (_, i) =>
      active.getLine(from + i)!.translateToString(true),
    );
    return all.slice(0, all.findLastIndex((line) => line !== '') + 1);
  };
  return {
    // A terminal's driver sends a line feed on as carriage return and line feed.
    write: (text) => terminal.write(text.replace(/\r?\n/g, '\r\n')),
    resize: (toColumns, toRows) => terminal.resize(toColumns, toRows),
    visible: async () => {
      await parsed();
      return lines(terminal.buffer.active.baseY);
    },
    whole: async () => {
      await parsed();
      return lines(0);
    },
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
  };
}
