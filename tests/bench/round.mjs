// Rounds: both sides in turn, so that a busy moment of the machine meets both.

/** The value in the middle; of an even number the mean of the two. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * Runs each of `sides` once in every round and returns a list per side.
 * Every second round runs in the opposite order.
 */
export async function interleave(rounds, sides) {
  const names = Object.keys(sides);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      results[name].push(await sides[name](round));
    }
  }
  return results;
}
