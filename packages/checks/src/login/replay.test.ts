import { expect, test } from 'vitest';
import { shapeOf } from './replay.ts';

test('two answers that differ in texts, tokens and times have one shape', () => {
  const page = (token: string): string =>
    `<html><body><input value="${token}"><script>var t = "<b>${token}</b>";</script><p>${token}</p></body></html>`;
  expect(shapeOf(page('one'))).toBe(shapeOf(page('another')));
});

test('a login page has another shape than the page behind it', () => {
  expect(shapeOf('<body><form><input></form></body>')).not.toBe(shapeOf('<body><p>Welcome</p></body>'));
});

test('answers without elements are told apart by what they say', () => {
  expect(shapeOf('{"name":"x"}')).not.toBe(shapeOf('{"error":"login_required"}'));
});
