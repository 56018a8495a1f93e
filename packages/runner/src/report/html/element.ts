import { createElement, Fragment } from 'preact';
import type { ComponentChildren } from 'preact';

export type Children = ComponentChildren;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element of the page. Its text and its attributes are escaped when it is rendered. */
export const h = (name: string, attributes: Attributes | null, ...children: Children[]) => createElement(name, attributes, ...children);
export type Node = ReturnType<typeof h>;

/** Elements side by side. */
export const together = (...children: Children[]): Children => createElement(Fragment, null, ...children);
