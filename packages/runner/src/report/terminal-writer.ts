import { styleText } from 'node:util';
import { cleanLine } from './clean-text.ts';
import { wrap } from './terminal-text.ts';

const longest = 160;

/** How something is written on a terminal. */
export interface Terminal {
  readonly colour: boolean;
  /** Longer lines go on below, indented; undefined for a file, in which a line is a line. */
  readonly width?: number | undefined;
}

/** Standard output as it is, or a file. */
export const terminalFor = (file: string | undefined): Terminal =>
  file === undefined ? { colour: true, width: process.stdout.isTTY ? process.stdout.columns : undefined } : { colour: false };

type Format = 'green' | 'red' | 'yellow' | 'dim' | 'bold';
export type Writer = ReturnType<typeof writer>;

/** Writes lines of clean text: coloured, and broken at the terminal's width. */
export function writer({ colour, width }: Terminal) {
  const paint = (format: Format, text: string): string => (colour ? styleText(format, text, { stream: process.stdout }) : text);
  return {
    paint,
    /** Text from outside on one line, cut where it is too long for one. */
    text: (value: string): string => {
      const clean = cleanLine(value);
      return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
    },
    /** A line behind a mark and so many spaces; what does not fit stands below it. */
    line: (indent: number, text: string, format?: Format, mark = ''): string => {
      const room = width === undefined ? Number.POSITIVE_INFINITY : width - indent - mark.length;
      const parts = room === Number.POSITIVE_INFINITY ? [text] : wrap(text, room);
      return parts
        .map((part, index) => {
          const whole = `${' '.repeat(indent)}${index === 0 ? mark : ' '.repeat(mark.length)}${part}`;
          return format === undefined ? whole : paint(format, whole);
        })
        .join('\n');
    },
  };
}
