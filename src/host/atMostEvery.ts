/** Acts at once, and for what comes soon after it once more, with the latest of it. */
export function atMostEvery<Value>(milliseconds: number, action: (latest: Value) => void) {
  let pause: NodeJS.Timeout | undefined;
  let waiting: { value: Value } | undefined;
  const act = (value: Value): void => {
    waiting = undefined;
    pause = setTimeout(() => {
      pause = undefined;
      if (waiting) act(waiting.value);
    }, milliseconds);
    action(value);
  };
  return {
    call(value: Value): void {
      if (pause) waiting = { value };
      else act(value);
    },
    dispose(): void {
      clearTimeout(pause);
    },
  };
}
