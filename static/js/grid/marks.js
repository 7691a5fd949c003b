/** What stands beside a row: who it was handed to, and how much is said about it. */

export class Marks {
  /** @param threads {row id: [posts, unread]}; @param handings {id: {whom, open, due, answer}} */
  constructor({ threads = {}, handings = {} }) {
    Object.assign(this, { threads: { ...threads }, handings: { ...handings } });
  }

  /** Whom a row was handed to as {whom, open, due, answer}; null where it never left. */
  handingOf(row) {
    return this.handings[row.handing] ?? null;
  }

  /** Rows that were handed out just now. */
  mergeHandings(handings) {
    Object.assign(this.handings, handings);
  }

  /** How much is said about a row as {posts, unread}. */
  threadOf(row) {
    const [posts, unread] = this.threads[row.id] ?? [0, 0];
    return { posts, unread };
  }

  /** Somebody looked at the thread, which has so many posts now. */
  read(row, posts) {
    if (posts) this.threads[row.id] = [posts, 0];
  }
}
