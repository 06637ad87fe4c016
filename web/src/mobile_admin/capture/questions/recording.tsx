/** Sound and film: recorded here, or chosen from what the phone has. */
import { FileAudio, Mic, Square, Trash2, Video } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { useFilling } from '../context'
import { looksOf, type UploadNode } from '../engine/node'
import { endingOf } from '../media/picture'
import { words } from '../words'
import { EvidenceLine } from './evidence-line'
import { type Face, wordsOf } from './face'
import s from './media.module.css'
import { PickFile } from './pick-file'
import { useAddress, useFile } from './use-file'

export function RecordingQuestion({ node, told }: Face<UploadNode>) {
  const t = useWords(words)
  const { sheet, isRead } = useFilling()
  const { file, evidence, isBusy, isTooLarge, keep, locate, remove } = useFile(node)
  const address = useAddress(file)
  const isSound = node.nodeOptions.media.type === 'audio'
  const isOnlyNew = looksOf(node).has('new')

  function take(blob: Blob, name = ''): void {
    const place = sheet.findPlace()
    void keep(async () => ({ original: blob, blob, ending: endingOf(blob.type, name), place }))
  }
  return (
    <fieldset className={s.media} {...wordsOf(told)}>
      {/* biome-ignore lint/a11y/useMediaCaption: what was just recorded has no captions */}
      {address && isSound && <audio controls src={address} className={s.player} />}
      {/* biome-ignore lint/a11y/useMediaCaption: what was just recorded has no captions */}
      {address && !isSound && <video controls playsInline src={address} className={s.photo} />}
      {evidence && <EvidenceLine evidence={evidence} onLocate={isRead ? null : locate} />}
      {isTooLarge && (
        <p className={s.wrong} role="alert">
          {t('tooLargeFile')}
        </p>
      )}
      {!isRead && (
        <div className={s.acts}>
          {isSound ? (
            <Recorder isBusy={isBusy} isAgain={file !== null} onRecorded={take} />
          ) : (
            <PickFile
              icon={Video}
              label={t(file ? 'filmAgain' : 'film')}
              describedBy={told['aria-labelledby']}
              accept="video/*"
              capture="environment"
              isMain={file === null}
              isDisabled={isBusy}
              onPick={picked => take(picked, picked.name)}
            />
          )}
          {!isOnlyNew && file === null && (
            <PickFile
              icon={FileAudio}
              label={t('chooseFile')}
              describedBy={told['aria-labelledby']}
              accept={isSound ? 'audio/*' : 'video/*'}
              isDisabled={isBusy}
              onPick={picked => take(picked, picked.name)}
            />
          )}
          {file && (
            <Button icon={Trash2} onPress={remove}>
              {t('remove')}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  )
}

interface RecorderProps {
  readonly isBusy: boolean
  readonly isAgain: boolean
  readonly onRecorded: (blob: Blob) => void
}

function Recorder({ isBusy, isAgain, onRecorded }: RecorderProps) {
  const t = useWords(words)
  const recorder = useRef<MediaRecorder | null>(null)
  const [since, setSince] = useState<number | null>(null)
  const [isDenied, setDenied] = useState(false)
  const seconds = useSeconds(since)
  useEffect(() => () => recorder.current?.stop(), [])

  async function start(): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null)
    setDenied(stream === null)
    if (stream === null) return
    const parts: Blob[] = []
    const made = new MediaRecorder(stream)
    made.ondataavailable = ({ data }) => parts.push(data)
    made.onstop = () => {
      for (const track of stream.getTracks()) track.stop()
      recorder.current = null
      setSince(null)
      onRecorded(new Blob(parts, { type: made.mimeType }))
    }
    made.start()
    recorder.current = made
    setSince(Date.now())
  }
  if (since !== null) {
    return (
      <Button look="danger" size="l" icon={Square} onPress={() => recorder.current?.stop()}>
        {t('stopRecording', { seconds })}
      </Button>
    )
  }
  return (
    <>
      <Button
        look={isAgain ? 'plain' : 'secondary'}
        size="l"
        icon={Mic}
        isPending={isBusy}
        onPress={() => void start()}
      >
        {t(isAgain ? 'recordAgain' : 'record')}
      </Button>
      {isDenied && (
        <p className={s.wrong} role="alert">
          {t('microphoneDenied')}
        </p>
      )}
    </>
  )
}

function useSeconds(since: number | null): number {
  const [now, setNow] = useState(0)
  useEffect(() => {
    if (since === null) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [since])
  return since === null ? 0 : Math.max(0, Math.round((now - since) / 1000))
}
