/** As much of @novnc/novnc as is used; it publishes no types. */
declare module '@novnc/novnc' {
  /** What noVNC asks of a WebSocket. */
  export interface Channel {
    send(data: ArrayBufferView<ArrayBuffer>): void
    close(): void
    binaryType: string
    onerror: ((event: unknown) => void) | null
    onmessage: ((event: { readonly data: ArrayBuffer }) => void) | null
    onopen: (() => void) | null
    onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null
    readonly protocol: string
    readyState: number
  }

  interface Display {
    flip(fromQueue?: boolean): void
    imageRect(
      x: number,
      y: number,
      width: number,
      height: number,
      mime: string,
      bytes: Uint8Array,
    ): void
    _renderQPush(action: object): void
  }

  export default class RFB extends EventTarget {
    constructor(target: Element, channel: Channel, options?: { readonly shared?: boolean })
    viewOnly: boolean
    focusOnClick: boolean
    qualityLevel: number
    disconnect(): void
    protected readonly _display: Display
    protected _refreshCursor(): void
    protected _updateCursor(
      rgba: Uint8ClampedArray,
      x: number,
      y: number,
      w: number,
      h: number,
    ): void
  }
}
