import { relative, sep } from 'node:path';
import { judgingModules, root } from './judging-modules.ts';

/** The few parts of a syntax tree that the rule looks at. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly object?: Node;
  readonly property?: Node;
  readonly callee?: Node;
  readonly computed?: boolean;
  readonly arguments?: readonly Node[];
}

interface Context {
  readonly filename: string;
  report(problem: { readonly node: Node; readonly message: string }): void;
}

const judging = new Set(judgingModules());

// What makes a judgement depend on more than the record: a clock, chance, the network, the process.
const impureMembers = new Set(['Date.now', 'Math.random', 'Temporal.Now', 'crypto.randomUUID', 'crypto.getRandomValues']);
const impureCalls = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);
const impureObjects = new Set(['process', 'performance']);

/** Refuses, in every file whose code runs while judging, what would let two judgements of one record differ. */
const pureJudging = {
  meta: { type: 'problem', docs: { description: 'Judging reads the record, and nothing else.' } },
  create(context: Context) {
    if (!judging.has(relative(root, context.filename).split(sep).join('/'))) return {};
    const refuse = (node: Node, what: string): void =>
      context.report({
        node,
        message: `${what} in a file that judges: judging reads the record alone (its clock is \`context.now\`). Let a collector look.`,
      });
    return {
      MemberExpression(node: Node) {
        if (node.computed || node.object?.type !== 'Identifier') return;
        const member = `${node.object.name}.${node.property?.name}`;
        if (impureMembers.has(member) || impureObjects.has(node.object.name ?? '')) refuse(node, `\`${member}\``);
      },
      CallExpression(node: Node) {
        const name = node.callee?.type === 'Identifier' ? (node.callee.name ?? '') : '';
        if (impureCalls.has(name) || name === 'Date') refuse(node, `\`${name}()\``);
      },
      NewExpression(node: Node) {
        if (node.callee?.name === 'Date' && node.arguments?.length === 0) refuse(node, '`new Date()`');
      },
      ImportExpression(node: Node) {
        refuse(node, 'A dynamic import');
      },
    };
  },
};

// oxlint takes a plugin as a default export.
export default { meta: { name: 'house' }, rules: { 'pure-judging': pureJudging } };
