/** Revisions whose marks are kept; the scan benchmark reads them between two scans. */
export const markedRevisionsMax = 500;

/** Notes that the view of this revision has arrived (`view:<revision>`). */
export function markView(revision: number): void {
  performance.mark(`view:${revision}`);
  performance.clearMarks(`view:${revision - markedRevisionsMax}`);
}

/**
 * Notes that the view is on the glass (`painted:<revision>`). To be called right after the commit:
 * the first frame callback runs before that frame is painted, the second one after it.
 */
export function markPainted(revision: number): void {
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      performance.mark(`painted:${revision}`);
      performance.clearMarks(`painted:${revision - markedRevisionsMax}`);
    });
  });
}
