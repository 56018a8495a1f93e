/** Powers of the suffixes of Kubernetes' quantities (kubernetes.io, "Quantity"), from nano to exa. */
const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binary: Readonly<Record<string, number>> = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 };
const written = /^([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE]?)|[eE]([+-]?\d{1,3}))$/;

/**
 * The one way to write a quantity: `1024Mi` and `1Gi` are both `1Gi`, `1000m` and `1` both `1`, `0.5` is `500m`. What is no quantity
 * is left as it is.
 */
export function canonicalQuantity(text: string): string {
  const billionths = billionthsOf(text);
  return billionths === undefined ? text : `${text.startsWith('-') && billionths > 0n ? '-' : ''}${shortest(billionths)}`;
}

/** How much a quantity is, in whole units (bytes of `1Gi`); undefined for what is no quantity, or is more than a number keeps exactly. */
export function unitsOf(text: string): number | undefined {
  const billionths = billionthsOf(text);
  if (billionths === undefined) return undefined;
  const units = billionths / 10n ** 9n;
  if (units > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return text.startsWith('-') ? -Number(units) : Number(units);
}

/** The amount without its sign, in the smallest unit there is; undefined for what is no quantity, or needs a smaller one. */
function billionthsOf(text: string): bigint | undefined {
  const [, , whole = '', fraction = '', ofTwo, ofTen = '', exponent] = written.exec(text) ?? [];
  if (whole + fraction === '') return undefined;
  const power = 9 - fraction.length + (exponent === undefined ? (decimal[ofTen] ?? 0) : Number(exponent));
  const unit = ofTwo === undefined ? 1n : 1024n ** BigInt(binary[ofTwo] ?? 0);
  const digits = BigInt(whole + fraction) * unit;
  const divisor = power < 0 ? 10n ** BigInt(-power) : 1n;
  if (digits % divisor !== 0n) return undefined;
  return power < 0 ? digits / divisor : digits * 10n ** BigInt(power);
}

function shortest(billionths: bigint): string {
  const one = 10n ** 9n;
  if (billionths % one !== 0n) {
    const [suffix, unit] = billionths % 10n ** 6n === 0n ? ['m', 10n ** 6n] : billionths % 1000n === 0n ? ['u', 1000n] : ['n', 1n];
    return `${billionths / unit}${suffix}`;
  }
  const whole = billionths / one;
  for (const [suffix, power] of Object.entries(binary).toReversed()) {
    const unit = 1024n ** BigInt(power);
    if (whole >= unit && whole % unit === 0n) return `${whole / unit}${suffix}`;
  }
  return String(whole);
}
