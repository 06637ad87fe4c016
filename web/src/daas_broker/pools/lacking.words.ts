import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_lacking',
  {
    title: '쓸 수 없는 풀 {{count}}개',
    image: '서버에 ‘{{image}}’ 이미지가 없어 가상PC를 켤 수 없습니다.',
    absent: '이미지에 ‘{{program}}’ 프로그램이 없습니다.',
    silent: '‘{{program}}’ 프로그램이 창을 열지 않습니다.',
    crashing: '‘{{program}}’ 프로그램이 자꾸 끝납니다.',
    mend: {
      image: '이미지 화면에서 만들거나, 풀에서 다른 이미지를 고르십시오.',
      absent: '프로그램 이름을 고치거나, 그 프로그램이 든 이미지를 고르십시오.',
      silent: '창이 있는 프로그램인지 보고, 아니면 다른 이름을 적으십시오.',
      crashing: '기억 장치를 늘리거나, 이미지를 앞의 판으로 되돌려 보십시오.',
    },
    count: '가상PC {{count}}대',
    edit: '풀 고치기',
    editOf: '{{name}} 풀 고치기',
  },
  {
    title: 'Pools that nobody can use: {{count}}',
    image: 'The image “{{image}}” is not on the server, so that no desktop can be started.',
    absent: 'The image has no program “{{program}}”.',
    silent: 'The program “{{program}}” opens no window.',
    crashing: 'The program “{{program}}” ends again and again.',
    mend: {
      image: 'Build it on the page of images, or choose another one in the pool.',
      absent: 'Mend the program’s name, or choose an image that has it.',
      silent: 'See whether it is a program with a window, and name another if not.',
      crashing: 'Give it more memory, or bring back the image’s earlier version.',
    },
    count: '{{count}} desktops',
    count_one: '1 desktop',
    edit: 'Edit the pool',
    editOf: 'Edit the pool {{name}}',
  },
)
