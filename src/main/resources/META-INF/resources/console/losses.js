/** The recorded losses of a run as columns, in the order of their steps. A point may come twice. */
export class Losses {
  #points = [];

  add(point) {
    let place = this.#points.length;
    while (place > 0 && this.#points[place - 1].step >= point.step) place -= 1;
    const known = this.#points[place]?.step === point.step ? 1 : 0;
    this.#points.splice(place, known, point);
  }

  get last() {
    return this.#points.at(-1);
  }

  /** The point of a save step, if it has come. */
  atSaveStep(saveStep) {
    return this.#points.find((point) => point.saveStep === saveStep);
  }

  /** Columns for a chart: the steps, then each of these fields. */
  columns(...fields) {
    return ["step", ...fields].map((field) => this.#points.map((point) => point[field]));
  }

  /** Where epochs begin: their first recorded iteration. */
  get epochs() {
    return this.#points.filter(({ epoch }, place) => epoch !== this.#points[place - 1]?.epoch);
  }
}
