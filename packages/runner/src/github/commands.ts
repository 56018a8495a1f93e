import { randomUUID } from 'node:crypto';
import { cleanLine, cleanText } from '../report/clean-text.ts';

/** The kinds of annotations, worst first. */
export type AnnotationKind = 'error' | 'warning' | 'notice';

/** A line beside the job in GitHub's pages. */
export interface Annotation {
  readonly kind: AnnotationKind;
  readonly title: string;
  readonly message: string;
}

/** The line by which a step annotates its job (docs.github.com, "Workflow commands for GitHub Actions"). Nothing in it ends the command. */
export const annotationCommand = ({ kind, title, message }: Annotation): string =>
  `::${kind} title=${property(cleanLine(title))}::${value(cleanText(message))}`;

const value = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => value(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** What is appended to GITHUB_OUTPUT to set an output. The word that ends the value is one that nobody can foresee, so that no value goes on behind it. */
export function outputCommand(name: string, text: string, delimiter: string = `end_${randomUUID()}`): string {
  const clean = cleanText(text);
  if (clean.split('\n').includes(delimiter)) return outputCommand(name, text);
  return `${name}<<${delimiter}\n${clean}\n${delimiter}\n`;
}
