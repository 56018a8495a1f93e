import type { Result } from '@keycloak-release-gate/core';
import { shorten } from '../clean-text.ts';
import { titleOf } from '../words.ts';
import { h } from './element.ts';
import type { Children, Node } from './element.ts';
import { linkTo, outside } from './view.ts';
import type { View } from './view.ts';

const messageLength = 240;

/** A check on the first sheet, with what there is to say of it. */
export const entry = (view: View, result: Result, text: Children, more: Children = null): Node =>
  h(
    'div',
    null,
    linkTo(view, result.check, outside(titleOf(result))),
    severityNote(result),
    text === null ? null : h('p', null, text),
    more,
  );

export const severityNote = (result: Result): string => (result.severity === 'blocker' ? '' : ` (${result.severity})`);

/** A message, short enough for the first sheet. */
export const brief = (text: string): Node => outside(shorten(text, messageLength));
