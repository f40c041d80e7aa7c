/**
 * Probability that a Student t variable of `degrees` (a whole number) lies within ±t, as a finite sum in the angle
 * θ = atan(t/√ν). Abramowitz & Stegun 1964, 26.7.3 and 26.7.4.
 */
function probabilityWithin(angle: number, degrees: number): number {
  const cosine = Math.cos(angle);
  const odd = degrees % 2 === 1;
  // ν odd: cosθ + 2/3 cos³θ + ... to cos^(ν-2)θ;  ν even: 1 + 1/2 cos²θ + 1·3/(2·4) cos⁴θ + ... to cos^(ν-2)θ
  let term = odd ? cosine : 1;
  let sum = 0;
  for (let power = odd ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= ((power + 1) / (power + 2)) * cosine ** 2;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** The t for which a Student t variable lies within ±t with probability 0.95; `degrees` is a whole number from 1. */
export function t95(degrees: number): number {
  let [low, high] = [0, Math.PI / 2];
  // 60 halvings reach the precision of a double.
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (probabilityWithin(middle, degrees) < 0.95) low = middle;
    else high = middle;
  }
  return Math.tan((low + high) / 2) * Math.sqrt(degrees);
}
