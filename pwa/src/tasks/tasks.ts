// What I have to do after an incident, and what my teams have, as the server last said. In memory only.
import { api } from "../api/calls";
import type { Task } from "../api/types";
import { createStore } from "../app/store";
import { whenForgotten } from "../storage/database";

export const tasks = createStore<Task[]>([]);

whenForgotten(() => tasks.set([]));

/** Asks for them. Without an answer, what was heard before stays. */
export async function refreshTasks(): Promise<void> {
  tasks.set((await api.tasks()).tasks);
}

export const mine = (all: Task[]): Task[] => all.filter((task) => task.mine);
