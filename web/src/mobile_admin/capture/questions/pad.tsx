/** Something to write on with a finger or a pen: white in every theme, as paper is. */
import { Check, RotateCcw, Undo2, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type SignaturePad from 'signature_pad'
import type { PointGroup } from 'signature_pad'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { cx } from '@/kit/cx'
import { within } from '../media/size'
import { words } from '../words'
import s from './media.module.css'

interface PadProps {
  readonly label: string
  /** A picture to draw on. */
  readonly under?: Blob
  readonly hasLine?: boolean
  readonly ink?: 'red'
  readonly maxPixels?: number | null
  readonly onDone: (png: Blob, strokes: readonly PointGroup[]) => void
  readonly onCancel: () => void
}

const PAPER = '#ffffff'
const RED = '#d0021b'
const BLACK = '#101010'

export function Pad({
  label,
  under,
  hasLine = false,
  ink,
  maxPixels = null,
  onDone,
  onCancel,
}: PadProps) {
  const t = useWords(words)
  const canvas = useRef<HTMLCanvasElement>(null)
  const pad = useRef<SignaturePad | null>(null)
  const image = useRef<ImageBitmap | null>(null)
  const [isEmpty, setEmpty] = useState(true)

  useEffect(() => {
    const there = canvas.current
    if (there === null) return
    let isGone = false
    void ready(there, under, ink).then(([made, picture]) => {
      if (isGone) return made.off()
      pad.current = made
      image.current = picture
      made.addEventListener('endStroke', () => setEmpty(false))
    })
    return () => {
      isGone = true
      pad.current?.off()
      image.current?.close()
    }
  }, [under, ink])

  function draw(strokes: PointGroup[]): void {
    const there = canvas.current
    if (there === null || pad.current === null) return
    pad.current.clear()
    paint(there, image.current)
    pad.current.fromData(strokes, { clear: false })
    setEmpty(strokes.length === 0)
  }
  async function finish(): Promise<void> {
    const there = canvas.current
    if (there === null || pad.current === null) return
    onDone(await pngOf(there, maxPixels), pad.current.toData())
  }
  return (
    <div className={s.media}>
      <div className={cx(s.paper, hasLine && s.hasLine)}>
        <canvas ref={canvas} role="img" aria-label={label} className={s.canvas} />
        {isEmpty && !under && <p className={s.paperHint}>{label}</p>}
      </div>
      <div className={s.acts}>
        <Button
          look="primary"
          size="l"
          icon={Check}
          isDisabled={isEmpty}
          onPress={() => void finish()}
        >
          {t('padDone')}
        </Button>
        <Button
          icon={Undo2}
          isDisabled={isEmpty}
          onPress={() => draw(pad.current?.toData().slice(0, -1) ?? [])}
        >
          {t('padUndo')}
        </Button>
        <Button icon={RotateCcw} isDisabled={isEmpty} onPress={() => draw([])}>
          {t('padClear')}
        </Button>
        <Button icon={X} onPress={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  )
}

async function ready(
  canvas: HTMLCanvasElement,
  under: Blob | undefined,
  ink: 'red' | undefined,
): Promise<[SignaturePad, ImageBitmap | null]> {
  const { default: Signature } = await import('signature_pad')
  const image = under ? await createImageBitmap(under) : null
  if (image) canvas.style.aspectRatio = `${image.width} / ${image.height}`
  const ratio = Math.max(1, devicePixelRatio)
  canvas.width = Math.round(canvas.clientWidth * ratio)
  canvas.height = Math.round(canvas.clientHeight * ratio)
  canvas.getContext('2d')?.scale(ratio, ratio)
  const made = new Signature(canvas, {
    backgroundColor: PAPER,
    penColor: ink === 'red' ? RED : BLACK,
    minWidth: 1.2,
    maxWidth: ink === 'red' ? 4 : 3.2,
  })
  paint(canvas, image)
  return [made, image]
}

function paint(canvas: HTMLCanvasElement, image: ImageBitmap | null): void {
  if (image)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.clientWidth, canvas.clientHeight)
}

async function pngOf(canvas: HTMLCanvasElement, maxPixels: number | null): Promise<Blob> {
  const { width, height } = within(canvas.width, canvas.height, maxPixels ?? canvas.width)
  const small = new OffscreenCanvas(width, height)
  small.getContext('2d')?.drawImage(canvas, 0, 0, width, height)
  return small.convertToBlob({ type: 'image/png' })
}
