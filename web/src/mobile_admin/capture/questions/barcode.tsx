/** A code: read by the camera, from a photo, or typed where it is torn. */
import { Images, ScanBarcode } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { useFilling } from '../context'
import { type InputNode, looksOf } from '../engine/node'
import { useReading } from '../engine/reading'
import { codeReader, frameOf } from '../media/codes'
import { words } from '../words'
import type { Face } from './face'
import s from './media.module.css'
import { OwnInput } from './own-input'
import { PickFile } from './pick-file'

export function BarcodeQuestion({ node, told }: Face<InputNode>) {
  const t = useWords(words)
  const { sheet, isRead } = useFilling()
  const value = useReading(() => node.currentState.instanceValue ?? '')
  const [isOpen, setOpen] = useState(false)
  const [isUnread, setUnread] = useState(false)
  const camera = looksOf(node).has('front') ? 'user' : 'environment'

  function answer(code: string): void {
    sheet.answer(node, () => node.setValue(code === '' ? null : code))
  }
  async function readPhoto(photo: File): Promise<void> {
    const [read, image] = await Promise.all([codeReader(), createImageBitmap(photo)])
    const frame = frameOf(image, 2400)
    const code = frame && (await read(frame))
    setUnread(!code)
    if (code) answer(code)
  }
  return (
    <div className={s.media}>
      <OwnInput
        {...told}
        value={value}
        onCommit={answer}
        autoComplete="off"
        placeholder={t('typeCode')}
        readOnly={isRead}
      />
      {!isRead && (
        <div className={s.acts}>
          <Button look="secondary" size="l" icon={ScanBarcode} onPress={() => setOpen(true)}>
            {t(value ? 'scanAgain' : 'scan')}
          </Button>
          <PickFile
            icon={Images}
            label={t('scanPhoto')}
            describedBy={told['aria-labelledby']}
            accept="image/*"
            onPick={photo => void readPhoto(photo).catch(() => setUnread(true))}
          />
        </div>
      )}
      {isUnread && (
        <p className={s.wrong} role="alert">
          {t('noCode')}
        </p>
      )}
      <Dialog title={t('scan')} isOpen={isOpen} onOpenChange={setOpen}>
        {() => (
          <Scanner
            camera={camera}
            onRead={code => {
              answer(code)
              setUnread(false)
              setOpen(false)
            }}
          />
        )}
      </Dialog>
    </div>
  )
}

interface ScannerProps {
  readonly camera: 'environment' | 'user'
  readonly onRead: (code: string) => void
}

const EACH_MS = 150

function Scanner({ camera, onRead }: ScannerProps) {
  const t = useWords(words)
  const video = useRef<HTMLVideoElement>(null)
  const [isDenied, setDenied] = useState(false)
  const told = useRef(onRead)
  told.current = onRead
  useEffect(() => {
    const there = video.current
    if (there === null) return
    const ended = new AbortController()
    scan(there, camera, ended.signal).then(
      code => code !== null && told.current(code),
      () => setDenied(true),
    )
    return () => ended.abort()
  }, [camera])
  if (isDenied) {
    return (
      <p className={s.wrong} role="alert">
        {t('cameraDenied')}
      </p>
    )
  }
  return (
    <div className={s.scanner}>
      <video ref={video} playsInline muted />
      <div className={s.aim} aria-hidden />
      <p>{t('aim')}</p>
    </div>
  )
}

/** Null where it was ended before; raises where there is no camera to be had. */
async function scan(
  video: HTMLVideoElement,
  facingMode: 'environment' | 'user',
  signal: AbortSignal,
): Promise<string | null> {
  const wish = { video: { facingMode, width: { ideal: 1280 } } }
  const stream = await navigator.mediaDevices.getUserMedia(wish)
  try {
    video.srcObject = stream
    const [read] = await Promise.all([codeReader(), video.play()])
    while (!signal.aborted) {
      const frame = frameOf(video)
      const code = frame && (await read(frame))
      if (code) {
        navigator.vibrate?.(80)
        return code
      }
      await new Promise(done => setTimeout(done, EACH_MS))
    }
    return null
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}
