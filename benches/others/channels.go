// Go's channels on the scenarios of this benchmark. The argument names the group; GOMAXPROCS says how many threads. The
// group `kanal` is the suite of that name among the published workloads.
package main

import (
	"fmt"
	"os"
	"sort"
	"sync"
	"time"
)

const rounds = 7

func main() {
	group := os.Args[1]
	if group == "kanal" {
		kanal()
		return
	}
	report := func(name string, messages int, run func(messages int) int) {
		times := make([]float64, rounds)
		for round := range times {
			start := time.Now()
			sum := run(messages)
			times[round] = float64(time.Since(start).Nanoseconds()) / float64(messages)
			if expected := messages * (messages - 1) / 2; sum != expected {
				panic(fmt.Sprintf("%s: received %d, expected %d", name, sum, expected))
			}
		}
		sort.Float64s(times)
		fmt.Printf("go %s %-18s %9.1f ns\n", group, name, times[rounds/2])
	}
	report("try pair", 1<<20, tryPair)
	report("await pair", 1<<20, pair)
	for _, capacity := range []int{0, 1, 64, 1024} {
		report(fmt.Sprintf("1to1 cap%d", capacity), 1<<18, func(n int) int { return stream(1, 1, capacity, n) })
	}
	for _, consumers := range []int{1, 16} {
		for _, capacity := range []int{0, 1, 64} {
			name := fmt.Sprintf("16to%d cap%d", consumers, capacity)
			report(name, 1<<18, func(n int) int { return stream(16, consumers, capacity, n) })
		}
	}
	for _, capacity := range []int{0, 1} {
		report(fmt.Sprintf("roundtrip cap%d", capacity), 1<<17, func(n int) int { return roundTrip(capacity, n) })
	}
	for _, capacity := range []int{0, 1, 64} {
		report(fmt.Sprintf("select2 cap%d", capacity), 1<<17, func(n int) int { return select2(capacity, n) })
	}
	report("create", 1<<18, create)
	daisy(group)
}

func tryPair(n int) (sum int) {
	c := make(chan int, 64)
	for i := range n {
		select {
		case c <- i:
		default:
			panic("full")
		}
		select {
		case v := <-c:
			sum += v
		default:
			panic("empty")
		}
	}
	return
}

func pair(n int) (sum int) {
	c := make(chan int, 64)
	for i := range n {
		c <- i
		sum += <-c
	}
	return
}

func stream(producers, consumers, capacity, n int) (sum int) {
	c := make(chan int, capacity)
	for p := range producers {
		go func() {
			for i := p * n / producers; i < (p+1)*n/producers; i++ {
				c <- i
			}
		}()
	}
	var group sync.WaitGroup
	sums := make([]int, consumers)
	for k := range consumers {
		group.Add(1)
		go func() {
			defer group.Done()
			mine := 0
			for range n / consumers {
				mine += <-c
			}
			sums[k] = mine
		}()
	}
	group.Wait()
	for _, mine := range sums {
		sum += mine
	}
	return
}

func roundTrip(capacity, n int) (sum int) {
	there, back := make(chan int, capacity), make(chan int, capacity)
	go func() {
		for range n {
			back <- <-there
		}
	}()
	for i := range n {
		there <- i
		sum += <-back
	}
	return
}

func select2(capacity, n int) (sum int) {
	a, b := make(chan int, capacity), make(chan int, capacity)
	produce := func(c chan int, from, to int) {
		for i := from; i < to; i++ {
			c <- i
		}
	}
	go produce(a, 0, n/2)
	go produce(b, n/2, n)
	for range n {
		select {
		case v := <-a:
			sum += v
		case v := <-b:
			sum += v
		}
	}
	return
}

var kept chan int

func create(n int) (sum int) {
	for i := range n {
		kept = make(chan int, 1)
		sum += i
	}
	return
}

func daisy(group string) {
	const length = 10_000
	times := make([]float64, rounds)
	for round := range times {
		start := time.Now()
		end := make(chan int, 1)
		left := end
		for range length {
			right := make(chan int, 1)
			go func(left, right chan int) { left <- 1 + <-right }(left, right)
			left = right
		}
		left <- 0
		if <-end != length {
			panic("daisy: lost")
		}
		times[round] = float64(time.Since(start).Nanoseconds()) / length
	}
	sort.Float64s(times)
	fmt.Printf("go %s %-18s %9.1f ns\n", group, "daisy cap1", times[rounds/2])
}

const (
	kanalMessages = 1_000_000
	kanalThreads  = 4
)

// kanal runs the suite of github.com/fereidani/rust-channel-benchmarks: go.go has it, with fewer messages. Go has no
// channels without a bound.
func kanal() {
	for _, capacity := range []int{0, 1, kanalMessages} {
		kanalOf("unit", capacity, func(int) struct{} { return struct{}{} })
		kanalOf("word", capacity, func(i int) uint { return uint(i) })
		kanalOf("4words", capacity, func(i int) [4]uint { return [4]uint{uint(i), uint(i), uint(i), uint(i)} })
	}
}

func kanalOf[T any](payload string, capacity int, value func(int) T) {
	shapes := []struct {
		name                 string
		producers, consumers int
	}{{"mpmc", kanalThreads, kanalThreads}, {"mpsc", kanalThreads, 1}, {"spsc", 1, 1}}
	for _, shape := range shapes {
		times := []float64{}
		// A run is as long as it was published, and there is no further one after two seconds, as beside it.
		for spent := time.Duration(0); len(times) == 0 || len(times) < 11 && spent < 2*time.Second; {
			start := time.Now()
			move(shape.producers, shape.consumers, capacity, value)
			elapsed := time.Since(start)
			spent += elapsed
			times = append(times, float64(elapsed.Nanoseconds())/kanalMessages)
		}
		sort.Float64s(times)
		fmt.Printf("go kanal %s cap%d %-6s %9.1f ns\n", shape.name, capacity, payload, times[len(times)/2])
	}
}

func move[T any](producers, consumers, capacity int, value func(int) T) {
	c := make(chan T, capacity)
	var group sync.WaitGroup
	for range producers {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := 1; i <= kanalMessages/producers; i++ {
				c <- value(i)
			}
		}()
	}
	receive := func() {
		for range kanalMessages / consumers {
			<-c
		}
	}
	for range consumers - 1 {
		group.Add(1)
		go func() {
			defer group.Done()
			receive()
		}()
	}
	receive()
	group.Wait()
}
