/**
 * 점검표 (F04): a form filled in at the door, one group of questions a screen. It knows neither
 * the network nor where drafts lie: both are given to it (`ports.ts`).
 */
import { ArrowLeft, ArrowRight, Check, CloudAlert, List, LogOut, RefreshCw } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useLanguage, useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button, IconButton } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Skeleton } from '@/kit/skeleton'
import s from './capture.module.css'
import { Contents } from './contents'
import { FillingContext } from './context'
import type { RootNode } from './engine/node'
import { FormBroken, loadEngine } from './engine/open'
import { useReading } from './engine/reading'
import type { Parcel } from './ports'
import { Review } from './review'
import { ScreenView } from './screen-view'
import { placeOf, type Screen, sameScreens, screensOf } from './sheet/screens'
import { openSheet, type Sheet, type SheetOptions } from './sheet/sheet'
import { words } from './words'

// Whoever fetches this file is about to open a form. Where the engine does not come, that tells so.
loadEngine().catch(() => undefined)

export interface FormCaptureProps extends SheetOptions {
  readonly title: string
  /** Stands above each of its screens. */
  readonly lead?: ReactNode
  /** Only shown: a sheet that was sent, or one that is somebody else's. */
  readonly isRead?: boolean
  /** On the last button, where it does not send. */
  readonly sendWord?: string
  /** Resolves when the sheet is safe where it goes; until then it stays on the screen. */
  readonly onDone: (parcel: Parcel) => Promise<void>
  readonly onLeave?: () => void
  /** The engine has taken the form; or it has not, and says why. */
  readonly onOpened?: (reasons: readonly string[] | null) => void
  /** It is left; what is still written then. */
  readonly onClosed?: (last: Promise<unknown>) => void
}

/** `options` are read when it is mounted: give another `key` for another sheet. */
export function FormCapture(props: FormCaptureProps) {
  const t = useWords(words)
  const language = useLanguage()
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const options = useRef<SheetOptions>({ language, ...props })
  const opens = useRef(props.onOpened)
  const closes = useRef(props.onClosed)
  useEffect(() => {
    let opened: Sheet | null = null
    let isGone = false
    openSheet(options.current).then(
      found => {
        opened = found
        if (isGone) return found.close()
        setSheet(found)
        opens.current?.(null)
      },
      (refused: unknown) => {
        setProblem(refused)
        if (refused instanceof FormBroken) opens.current?.(refused.reasons)
      },
    )
    return () => {
      isGone = true
      if (opened === null) return
      const last = opened.save()
      closes.current?.(last)
      opened.close()
    }
  }, [])
  if (problem !== null) return <Broken problem={problem} />
  if (sheet === null) {
    return (
      <div className={s.opening} role="status">
        <p>{t('opening')}</p>
        <Skeleton rows={6} />
      </div>
    )
  }
  return <Filling {...props} sheet={sheet} />
}

function Broken({ problem }: { readonly problem: unknown }) {
  const t = useWords(words)
  if (!(problem instanceof FormBroken)) throw problem
  return (
    <div className={s.opening} role="alert">
      <Empty icon={CloudAlert} title={t('broken')} note={t('brokenNote')} />
      <ul className={s.reasons}>
        {problem.reasons.map(reason => (
          <li key={reason}>
            <code>{reason}</code>
          </li>
        ))}
      </ul>
    </div>
  )
}

const FIELD = 'input, select, textarea, button'
/** Pixels over a question that was asked for. */
const ABOVE = 24

type FillingProps = FormCaptureProps & { readonly sheet: Sheet }

function Filling(props: FillingProps) {
  const { sheet, title, lead, isRead = false, sendWord, onDone, onLeave } = props
  const t = useWords(words)
  const screens = useReading(() => screensOf(sheet.root.currentState.children), sameScreens)
  const [place, go] = usePlace(sheet, screens)
  const [told, setTold] = useState<ReadonlySet<string>>(new Set())
  const [isListed, setListed] = useState(false)
  const [question, setQuestion] = useState<string | null>(null)
  const body = useRef<HTMLDivElement>(null)
  const screen = screens[place]
  const here = screen?.id ?? 'review'

  useStand(body, here, question)

  function move(to: number, at: string | null = null): void {
    if (screen) setTold(before => new Set([...before, screen.id]))
    if (to >= screens.length) setTold(new Set(screens.map(({ id }) => id)))
    setQuestion(at)
    go(to)
    setListed(false)
  }
  function open(id: string, at: string | null = null): void {
    // A turn that was just added has screens that are not drawn yet.
    const all = screensOf(sheet.root.currentState.children)
    const to = all.findIndex(one => one.id === id)
    if (to >= 0) move(to, at)
  }
  const filling = useMemo(
    () => ({
      sheet,
      isRead,
      isTold: told.has(here),
      onward: () => go(place + 1),
    }),
    [sheet, isRead, told, here, place, go],
  )
  return (
    <FillingContext value={filling}>
      <div className={s.capture}>
        <header className={s.head}>
          {onLeave && <IconButton icon={LogOut} label={t('leave')} onPress={onLeave} />}
          <div className={s.headWords}>
            <h1 className={s.formTitle}>{title}</h1>
            {!isRead && <SavingLine sheet={sheet} />}
          </div>
          <LanguageChoice root={sheet.root} sheet={sheet} />
          <IconButton icon={List} label={t('contents')} onPress={() => setListed(true)} />
        </header>
        <div
          className={s.progress}
          role="progressbar"
          aria-valuemin={0}
          aria-valuemax={screens.length}
          aria-valuenow={place}
          aria-label={t('contents')}
        >
          <div style={{ inlineSize: `${(100 * place) / Math.max(1, screens.length)}%` }} />
        </div>
        <div className={s.body} ref={body}>
          {lead}
          {screen ? (
            <ScreenView key={screen.id} screen={screen} onOpen={open} />
          ) : (
            <Review
              screens={screens}
              sendWord={sendWord ?? t('send')}
              onOpen={open}
              onSend={() => sheet.handOver(onDone)}
            />
          )}
        </div>
        <footer className={s.foot}>
          <Button
            size="l"
            icon={ArrowLeft}
            isDisabled={place === 0}
            onPress={() => move(place - 1)}
          >
            {t('previous')}
          </Button>
          <span className={s.count}>
            {t('screenOf', { at: Math.min(place + 1, screens.length), all: screens.length })}
          </span>
          <Button
            size="l"
            look="primary"
            icon={place + 1 < screens.length ? ArrowRight : Check}
            isDisabled={screen === undefined || (isRead && place + 1 === screens.length)}
            onPress={() => move(place + 1)}
          >
            {t(isRead || place + 1 < screens.length ? 'next' : 'toReview')}
          </Button>
        </footer>
      </div>
      <Dialog title={t('contents')} isOpen={isListed} onOpenChange={setListed}>
        {() => <Contents screens={screens} at={place} isRead={isRead} onOpen={at => move(at)} />}
      </Dialog>
    </FillingContext>
  )
}

/** A new screen begins at its top, or at the question that was asked for. */
function useStand(
  body: RefObject<HTMLElement | null>,
  here: string,
  question: string | null,
): void {
  const isFirst = useRef(true)
  useEffect(() => {
    const around = body.current
    if (around === null || isFirst.current) {
      isFirst.current = false
      return
    }
    void here
    const all = [...around.querySelectorAll<HTMLElement>('[data-question]')]
    const found = all.find(({ dataset }) => dataset.question === question)
    around.scrollTop = found ? found.offsetTop - ABOVE : 0
    const target =
      found?.querySelector<HTMLElement>(FIELD) ?? around.querySelector<HTMLElement>('h2')
    target?.focus({ preventScroll: true })
  }, [body, here, question])
}

/** By the screen's name, so that one stays where one is while others come and go before it. */
function usePlace(sheet: Sheet, screens: readonly Screen[]): [number, (to: number) => void] {
  const [id, setId] = useState(() => {
    const found = screens.find(screen => placeOf(screen) === sheet.placeAtOpening)
    return (found ?? screens[0])?.id ?? ''
  })
  const last = useRef(0)
  const found = screens.findIndex(screen => screen.id === id)
  // A screen that went away leaves one at its place.
  const place =
    id === 'review'
      ? screens.length
      : found >= 0
        ? found
        : Math.min(last.current, screens.length - 1)
  last.current = Math.max(0, place)
  const here = screens[place]
  useEffect(() => {
    if (here) sheet.stand(placeOf(here))
  }, [sheet, here])
  function go(to: number): void {
    const all = screensOf(sheet.root.currentState.children)
    setId(all[Math.max(0, to)]?.id ?? 'review')
  }
  return [Math.max(0, place), go]
}

function SavingLine({ sheet }: { readonly sheet: Sheet }) {
  const t = useWords(words)
  const saving = useStore(sheet.saving)
  const Icon = { saved: Check, waiting: RefreshCw, failed: CloudAlert }[saving]
  return (
    <p className={saving === 'failed' ? s.savingFailed : s.saving} role="status">
      <Icon size={14} aria-hidden /> {t(saving)}
    </p>
  )
}

function LanguageChoice({ root, sheet }: { readonly root: RootNode; readonly sheet: Sheet }) {
  const t = useWords(words)
  const active = useReading(() => root.currentState.activeLanguage.language)
  if (root.languages.length < 2) return null
  return (
    <select
      className={s.language}
      aria-label={t('language')}
      value={active}
      onChange={event => sheet.speak(event.target.value)}
    >
      {root.languages.map(({ language }) => (
        <option key={language} value={language}>
          {language.replace(/\s*\([\w-]+\)$/, '')}
        </option>
      ))}
    </select>
  )
}
