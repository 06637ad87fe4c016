import { configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { choose, formOf, input, noMedia, REPEAT } from './engine/small-form'
import { FormCapture, type FormCaptureProps } from './form-capture'
import { inMemory } from './memory'
import type { DraftStore, Parcel } from './ports'

// The engine takes a while to come on a busy machine.
configure({ asyncUtilTimeout: 20_000 })

const FORM = formOf(
  [
    { name: 'owner', bind: 'required="true()"', body: input('owner', '영업자') },
    { name: 'met', body: choose('met', ['적합', '부적합']) },
    { name: 'staff', type: 'int', bind: 'constraint=". &gt; 0"', body: input('staff', '종사자') },
  ],
  REPEAT,
)

async function opened(more: Partial<FormCaptureProps> = {}) {
  const onDone = vi.fn<(parcel: Parcel) => Promise<void>>(async () => undefined)
  const store = more.store ?? inMemory()
  const drawn = render(
    <FormCapture
      title="점검표"
      form={{ xml: FORM, media: noMedia }}
      {...more}
      store={store}
      onDone={onDone}
    />,
  )
  const owner = await screen.findByRole<HTMLInputElement>('textbox', { name: /영업자/ })
  return { owner, onDone, store, drawn }
}

function press(name: string | RegExp): void {
  fireEvent.click(screen.getByRole('button', { name }))
}

describe('a form that is filled in', () => {
  it('[FC3] hears of a syllable when it is whole', async () => {
    const heard: string[] = []
    const store: DraftStore = {
      ...inMemory(),
      async save({ xml }) {
        heard.push(/<owner>(.*)<\/owner>/.exec(xml)?.[1] ?? '')
      },
    }
    const { owner } = await opened({ store })
    for (const syllable of ['김', '김하']) {
      fireEvent.compositionStart(owner)
      for (const stage of ['ㄱ', '기', syllable]) {
        fireEvent.input(owner, { target: { value: stage }, isComposing: true })
      }
      fireEvent.compositionEnd(owner)
      await waitFor(() => expect(heard.at(-1)).toBe(syllable))
    }
    expect(heard).toEqual(['김', '김하'])
    expect(owner.value).toBe('김하')
  })

  it('[FC6] tells what is missing when one wants to go on, and sends when nothing is', async () => {
    const { owner, onDone } = await opened()
    expect(screen.queryByRole('alert')).toBeNull()
    press('목차')
    fireEvent.click(await screen.findByRole('button', { name: '보내기 전 확인' }))
    expect(screen.getByRole<HTMLButtonElement>('button', { name: '보내기' }).disabled).toBe(true)
    fireEvent.click(screen.getByRole('button', { name: /영업자.*꼭 답해야/ }))
    expect(await screen.findByRole('alert')).toBeDefined()
    const again = screen.getByRole('textbox', { name: /영업자/ })
    expect(again.getAttribute('aria-invalid')).toBe('true')
    fireEvent.input(again, { target: { value: '김하늘' } })
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
    fireEvent.click(screen.getByRole('radio', { name: '부적합' }))
    press('다음')
    press('다음')
    press('마침')
    press('보내기')
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce())
    const [parcel] = onDone.mock.calls[0] ?? []
    expect(parcel?.xml).toContain('<owner>김하늘</owner>')
    expect(parcel?.xml).toContain('<met>부적합</met>')
    expect(parcel?.instanceId).toMatch(/^uuid:/)
    expect(owner.isConnected).toBe(false)
  })

  it('says of a number what it is not, and keeps none of it', async () => {
    await opened()
    const staff = screen.getByRole('textbox', { name: /종사자/ })
    fireEvent.input(staff, { target: { value: '세 명' } })
    await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('숫자로 적으십시오.'))
    fireEvent.input(staff, { target: { value: '０' } })
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('쓸 수 없습니다'))
    fireEvent.input(staff, { target: { value: '３' } })
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  })

  it('lets go of a choice that was pressed by mistake', async () => {
    await opened()
    const met = screen.getByRole<HTMLInputElement>('radio', { name: '적합' })
    fireEvent.click(met)
    await waitFor(() => expect(met.checked).toBe(true))
    fireEvent.click(met)
    await waitFor(() => expect(met.checked).toBe(false))
  })

  it('[FC4] opens again where it was left', async () => {
    const { owner, store, drawn } = await opened()
    fireEvent.input(owner, { target: { value: '이서준' } })
    press('다음')
    await screen.findByRole('heading', { name: '냉장고' })
    press(/냉장고 추가/)
    await screen.findByRole('heading', { name: /냉장고 2/ })
    await waitFor(async () => expect((await store.load())?.draft.place).toContain('fridge[2]'))
    drawn.unmount()
    const form = { xml: FORM, media: noMedia }
    render(<FormCapture title="점검표" form={form} store={store} onDone={async () => undefined} />)
    await screen.findByRole('heading', { name: /냉장고 2/ })
  })

  it('[FC2] says in the engine’s words why a form cannot be opened', async () => {
    const xml = formOf([{ name: 'a', bind: 'relevant="frobnicate(/data/a)"', body: input('a') }])
    const onOpened = vi.fn()
    const form = { xml, media: noMedia }
    render(
      <FormCapture
        title="점검표"
        form={form}
        store={inMemory()}
        onOpened={onOpened}
        onDone={async () => undefined}
      />,
    )
    const said = await screen.findByRole('alert')
    expect(said.textContent).toContain('frobnicate')
    expect(onOpened).toHaveBeenCalledWith([expect.stringContaining('frobnicate')])
  })
})
