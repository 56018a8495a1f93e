import type { Json, JsonObject } from '../json.ts';
import type { AttributeName } from './attributes.ts';
import type { ExpectedChange } from './expected-change.ts';

/** Why it is changed, and what it was before: the second is checked too. */
export interface Reasons<V> {
  readonly because?: string;
  readonly from?: V;
}

/** An attribute with one value. */
export interface ValueAttribute<V extends Json> {
  /** It has this value after the release, and another before. */
  becomes(value: V, reasons?: Reasons<V>): ExpectedChange;
  /** It has a value after the release, and none before. */
  isAdded(reasons?: Reasons<never>): ExpectedChange;
  /** It has no value after the release. */
  isRemoved(reasons?: Reasons<V>): ExpectedChange;
  /** It changes, to whatever: for what the release cannot say, such as a secret. */
  changes(reasons?: Reasons<V>): ExpectedChange;
}

/** An attribute that holds several values. */
export interface ListAttribute extends ValueAttribute<readonly Json[]> {
  adds(value: Json, reasons?: Pick<Reasons<never>, 'because'>): ExpectedChange;
  removes(value: Json, reasons?: Pick<Reasons<never>, 'because'>): ExpectedChange;
}

type Held = { readonly text: string; readonly number: number; readonly 'yes or no': boolean; readonly mapping: JsonObject };
type AttributeOf<N extends AttributeName> = N['holds'] extends keyof Held ? ValueAttribute<Held[N['holds']]> : ListAttribute;

/** An object of the configuration: its attributes by name, any other by its path, and itself. */
export type ChangingObject<N extends Readonly<Record<string, AttributeName>>> = {
  readonly [K in keyof N]: AttributeOf<N[K]>;
} & {
  /** Any attribute, by its path as `verify diff` tells it: `attributes.acr.loa.map`. */
  attribute(path: string): ListAttribute & ValueAttribute<Json>;
  /** It is there after the release, and was not before. */
  isAdded(reasons?: Reasons<never>): ExpectedChange;
  /** It is gone after the release. */
  isRemoved(reasons?: Reasons<never>): ExpectedChange;
  /** It changes, in whatever way. Rather say what becomes of its attributes. */
  changes(reasons?: Reasons<never>): ExpectedChange;
};

/** The object of this kind and name, with the attributes that are known of its kind. */
export function changingObject<N extends Readonly<Record<string, AttributeName>>>(object: string, names: N): ChangingObject<N> {
  const attributes = Object.entries(names).map(([name, { path = name }]) => [name, changingAttribute(object, path)] as const);
  return {
    ...Object.fromEntries(attributes),
    attribute: (path: string) => changingAttribute(object, path),
    ...wholly({ object }),
  } as ChangingObject<N>;
}

export function changingAttribute(object: string, attribute: string): ListAttribute & ValueAttribute<Json> {
  const at = { object, attribute };
  return {
    ...wholly(at),
    becomes: (value: Json, reasons) => written(at, { op: 'becomes', value }, reasons),
    adds: (value, reasons) => written(at, { op: 'adds', value }, reasons),
    removes: (value, reasons) => written(at, { op: 'removes', value }, reasons),
  };
}

/** A part of an object that has attributes itself: a mapper, an execution, an environment variable. */
export const changingPart = (object: string, name: string) => ({
  ...changingAttribute(object, name),
  attribute: (path: string) => changingAttribute(object, `${name}.${path}`),
});

type At = Pick<ExpectedChange, 'object' | 'attribute'>;

const wholly = (at: At) => ({
  isAdded: (reasons?: Reasons<Json>) => written(at, { op: 'is added' }, reasons),
  isRemoved: (reasons?: Reasons<Json>) => written(at, { op: 'is removed' }, reasons),
  changes: (reasons?: Reasons<Json>) => written(at, { op: 'changes' }, reasons),
});

const written = (at: At, change: NonNullable<ExpectedChange['change']>, { because, from }: Reasons<Json> = {}): ExpectedChange => ({
  ...at,
  change: from === undefined ? change : { ...change, from },
  ...(because === undefined ? {} : { why: because }),
});
