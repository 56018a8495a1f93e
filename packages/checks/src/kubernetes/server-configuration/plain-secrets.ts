import { isSecretName, secretState } from '../../keycloak-config/secret-state.ts';
import type { Digest } from '../../keycloak-config/secret-state.ts';

/** Takes secrets out of texts, and remembers where they stood. One for each look. */
export interface Concealer {
  /** A text under a name; where the name says that it is a secret, the whole of it. `path` is that of the value. */
  value(text: string, name: string, path: Path): string;
  /** A text as such: what stands in it under the name of a secret. `byLine` where it is that of a file, whatever its length. */
  text(text: string, path: Path, byLine?: boolean): string;
  /** The whole of it, whatever it is called. */
  secret(text: string, path: Path): string;
  found(): readonly Path[];
}

/** Where something stands. */
export interface Path {
  readonly object: string;
  readonly attribute: string;
}

/** What stands for a value that is elsewhere, and what is no value: Kubernetes' `$(NAME)`, `${NAME}` of a configuration file. */
const reference = /^(?:\$\([^()]*\)|\$\{[\w.-]*\}|‹[^›]*›|""|''|)$/;

const privateKey = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g;
const userInfo = /(:\/\/[^\s:/@?#"'<>]*:)(?!‹)([^\s/?#"'<>]+)(?=@)/g;
// A name begins where a word does and is not endless, so that the work stays linear in the text.
/** `--db-password secret` */
const option = /(?<![\w.-])(--[\w.-]{1,128})(\s+)(?!‹)("[^"]*"|'[^']*'|[^\s"'-][^\s"']*)/g;
/** `…?user=kc&password=secret`, where the next parameter begins with `&`; and the same with `;`. */
const parameters = [/(?<=[?&])([\w.-]{1,128})(=)(?!‹)([^\s"'&<>]+)/g, /(?<=;)([\w.-]{1,128})(=)(?!‹)([^\s"';<>]+)/g] as const;
/** `-Djavax.net.ssl.trustStorePassword=secret`, `password="secret"`, `"secret": "…"`. What lacks its second quote goes on to the end. */
const assigned =
  /(?<![\w.-])([\w.-]{1,128})(\\?["']?\s*=\s*|\\?["']\s*:\s*)(?!\\?["']?‹)(\\"(?:[^"\\]|\\\\.)*\\"|"(?:[^"\\]|\\.)*"|'[^']*'|\\?["'][^\n]*|[^\s"'<>]+)/g;
const element = /<([\w.:-]{1,128})(\s[^<>]*)?>(?!‹)([^<>]+)(?=<\/)/g;
/** A line of a properties or YAML file: all that comes behind the name is the value. */
const line = /^(\s*(?:-\s+)?["']?)([\w.-]+)(["']?\s*[:=][ \t]*)(\S.*?)?[ \t]*$/;
/** A value of YAML that begins on the next line. */
const block = /^[|>][+-]?\d?$/;

/** `digest` makes what stands in a secret's place comparable; without it only that there is one is told. */
export function concealer(digest: Digest | undefined): Concealer {
  const found = new Map<string, Path>();
  const secret = (text: string, path: Path, name = ''): string => {
    if (reference.test(text)) return text;
    const where = `${path.object}.${path.attribute}${name === '' ? '' : `.${name}`}`;
    const state = secretState(text, where, digest);
    // A reference into a vault, or what another program has taken out already.
    if (state === text || typeof state !== 'string') return text;
    found.set(`${path.object}\0${path.attribute}`, path);
    return state;
  };
  /** What is quoted stays quoted. */
  const unquoted = (text: string, path: Path, name: string): string => {
    const [, open = '', inner = text, close = ''] = /^(\\?["'])([\s\S]*?)(\\?["'])$/.exec(text) ?? [];
    return `${open}${secret(inner, path, name)}${close}`;
  };
  const inLine = (text: string, path: Path): string => {
    const named = (all: string, name: string, between: string, value: string): string =>
      isSecretName(name) ? `${name}${between}${unquoted(value, path, name)}` : all;
    return [option, ...parameters, assigned]
      .reduce((rest, pattern) => rest.replaceAll(pattern, named), text)
      .replaceAll(element, (all, name: string, attributes: string | undefined, value: string) =>
        isSecretName(name) ? `<${name}${attributes ?? ''}>${secret(value, path, name)}` : all,
      )
      .replaceAll(userInfo, (_all, before: string, value: string) => `${before}${secret(value, path, 'user-info')}`);
  };
  const text = (whole: string, path: Path, byLine = whole.includes('\n')): string => {
    const keyless = whole.replaceAll(privateKey, (key) => secret(key, path, 'private-key'));
    return byLine ? inLines(keyless.split('\n'), path).join('\n') : inLine(keyless, path);
  };
  const inLines = (lines: readonly string[], path: Path): readonly string[] => {
    /** The indentation of a name whose value stands on the lines below it. */
    let below: number | undefined;
    /** The last `name: KC_DB_PASSWORD` of a list, whose `value:` comes next. */
    let named = '';
    return lines.map((each) => {
      const indentation = each.search(/\S/);
      if (below !== undefined && (indentation < 0 || indentation > below))
        return indentation < 0 ? each : `${each.slice(0, indentation)}${secret(each.slice(indentation), path, String(indentation))}`;
      below = undefined;
      const [, start = '', name = '', between = '', value = ''] = line.exec(each) ?? [];
      const isSecret = isSecretName(name) || (name === 'value' && isSecretName(named));
      named = name === 'name' ? value.replaceAll(/["']/g, '') : '';
      if (!isSecret) return inLine(each, path);
      if (value === '' || block.test(value)) {
        below = indentation;
        return each;
      }
      const ending = /,$/.exec(value)?.[0] ?? '';
      return `${start}${name}${between}${unquoted(value.slice(0, value.length - ending.length), path, name)}${ending}`;
    });
  };
  return {
    value: (whole, name, path) => (isSecretName(name) ? secret(whole, path) : text(whole, path)),
    text,
    secret: (whole, path) => secret(whole, path),
    found: () => [...found.values()],
  };
}
